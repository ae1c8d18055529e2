package io.github.brazeaudience.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrazeErrorTest {
  @Test
  void of_arrayFromBraze_isKept() {
    assertThat(BrazeError.of("BAD", "events").inputArray()).contains("events");
    assertThat(BrazeError.of("BAD", null).inputArray()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "199", "200", "201", "5000"})
  void of_longText_isTruncatedAtTheLimit(int length) {
    String type = BrazeError.of("x".repeat(length), null).type();

    assertThat(type).isEqualTo("x".repeat(Math.min(length, BrazeError.MAX_TYPE_LENGTH)));
  }
}
