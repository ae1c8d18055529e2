package io.github.brazeaudience.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that unusual responses of HTTP libraries are accepted, because the request was sent. */
@NullUnmarked
class TransportResponseTest {
  @Test
  void of_nullNamesAndValues_areDropped() {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put(null, List.of("HTTP/1.1 201 Created"));
    headers.put("A", null);
    headers.put("B", Collections.singletonList(null));
    headers.put("C", Arrays.asList(null, "c"));
    headers.put("D", List.of());
    headers.put("e", List.of("e1", "e2"));
    TransportResponse response = TransportResponse.of(201, headers, new byte[] {1});

    assertThat(response.header("A")).isEmpty();
    assertThat(response.header("B")).isEmpty();
    assertThat(response.header("c")).contains("c");
    assertThat(response.header("D")).isEmpty();
    assertThat(response.header("E")).contains("e1");
    assertThat(response.headers("E")).containsExactly("e1", "e2");
    assertThat(response.headers("C")).containsExactly("c");
    assertThat(response.headers("D")).isEmpty();
    assertThat(response.headers("absent")).isEmpty();
    assertThat(response.body()).containsExactly(1);
  }

  @Test
  void of_nullHeadersAndBody_areEmpty() {
    assertThat(TransportResponse.of(201, null, null).body()).isEmpty();
    assertThat(TransportResponse.ofCutBody(201, null, null).header("A")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 99, 100, 1000})
  void of_unusualStatus_isKept(int status) {
    assertThat(TransportResponse.of(status, Map.of(), new byte[0]).status()).isEqualTo(status);
  }
}
