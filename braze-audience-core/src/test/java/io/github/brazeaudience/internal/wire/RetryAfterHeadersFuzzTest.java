package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fuzz test that any headers give no delay or a delay of at most an hour. */
class RetryAfterHeadersFuzzTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final List<String> NAMES =
      List.of("X-Ratelimit-Retry-After", "Retry-After", "X-RateLimit-Reset", "Date");

  /** The lines of the input are the values of {@link #NAMES}; empty values are sent. */
  @FuzzTest(maxDuration = "2m")
  void read_anyHeaders_isNoneOrWithinAnHour(byte[] input) {
    Map<String, List<String>> headers = headers(input);
    for (int status : new int[] {429, 503, 408}) {
      TransportResponse response = TransportResponse.of(status, headers, new byte[0]);
      Duration delay = RetryAfterHeaders.read(response, NOW).delay();
      if (delay != null) {
        assertThat(delay).isBetween(Duration.ZERO, Duration.ofHours(1));
      }
      assertThat(
              ResponseClassifier.classify(response, RequestContext.track(1), "rest.example", NOW))
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.retryAfter()).isEqualTo(delay));
      assertOrder(response, delay);
    }
  }

  /** Checks the priority of the headers; the reset header is used only on a 429. */
  private static void assertOrder(TransportResponse response, Duration delay) {
    String first = response.header(NAMES.get(0)).map(String::strip).orElse("");
    if (isSeconds(first)) {
      assertThat(delay).isEqualTo(Duration.ofSeconds(Long.parseLong(first)));
      return;
    }
    if (!first.isEmpty()) {
      return;
    }
    String second = response.header(NAMES.get(1)).map(String::strip).orElse("");
    if (isSeconds(second)) {
      assertThat(delay).isEqualTo(Duration.ofSeconds(Long.parseLong(second)));
    } else if (response.status() != 429 && second.isEmpty()) {
      assertThat(delay).isNull();
    }
  }

  private static boolean isSeconds(String text) {
    return text.matches("[0-9]{1,18}") && Long.parseLong(text) <= 3600;
  }

  private static Map<String, List<String>> headers(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", NAMES.size() + 1);
    Map<String, List<String>> headers = new TreeMap<>();
    for (int i = 0; i < NAMES.size() && i < lines.length; i++) {
      headers.put(NAMES.get(i), List.of(lines[i]));
    }
    return headers;
  }
}
