package io.github.brazeaudience.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrazeBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\":\"Invalid API key\"} | true",
        "{\"errors\":[\"minor\"],\"message\":\"success\",\"users\":[{}]} | true",
        "{\"results\":[]} | true",
        "{\"message\":{}} | false",
        "{\"results\":null} | false",
        "{} | false",
        "[{\"message\":\"x\"}] | false",
        "\"message\" | false",
        "<html>message</html> | false",
        "{\"message\":\"x\"} y | false",
        "{\"message\":\"x\" | false",
        "'' | false"
      })
  void hasForm_body_isObjectWithMessageOrResults(String body, boolean expected) {
    assertThat(BrazeBody.hasForm(body.getBytes(UTF_8))).isEqualTo(expected);
  }
}
