package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the three retry headers, two meanings of one of them, and empty values. The time is
 * 12:00:00 on 2026-01-01.
 */
class RetryAfterHeadersTest {
  /** 12:00:00 of 2026-01-01 as an epoch is 1767268800. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "429, X-Ratelimit-Retry-After: 7, 7",
        "429, x-ratelimit-retry-after: 7, 7",
        "429, X-RATELIMIT-RETRY-AFTER:  7 , 7",
        "429, X-Ratelimit-Retry-After: 7 | Retry-After: 9 | X-RateLimit-Reset: 11, 7",
        "429, X-Ratelimit-Retry-After: | Retry-After: 9 | X-RateLimit-Reset: 11, 9",
        "429, X-Ratelimit-Retry-After: soon | Retry-After: 9, 9",
        "429, Retry-After: 9 | X-RateLimit-Reset: 11, 9",
        "429, X-RateLimit-Reset: 11, 11",
        "429, X-RateLimit-Reset: 0, 0",
        "429, X-RateLimit-Reset:, null",
        "429, X-RateLimit-Limit: 3000, null",
        "429, X-RateLimit-Reset: -5, null",
        "429, X-RateLimit-Reset: 1.5, null",
        "429, X-RateLimit-Reset: 1767268830, 30",
        "429, X-RateLimit-Reset: 1767268830 | Date: Thu; 01 Jan 2026 12:00:10 GMT, 20",
        "429, X-RateLimit-Reset: 1767268830 | Date: Thu; 01 Jan 2026 11:59:00 GMT, 90",
        "429, X-RateLimit-Reset: 1767268830 | Date: yesterday, 30",
        "429, X-RateLimit-Reset: 1767268799, 0",
        "429, X-Ratelimit-Retry-After: 3600, 3600",
        "429, X-Ratelimit-Retry-After: 9999999999999999999999, null",
        "429, Retry-After: Thu; 01 Jan 2026 12:00:30 GMT, 30",
        "429, Retry-After: Thu; 01 Jan 2026 12:00:30 GMT | Date: Thu; 01 Jan 2026 12:00:20 GMT, 10",
        "429, Retry-After: Thu; 01 Jan 2026 11:59:30 GMT, 0",
        "429, Retry-After: Thu; 01 Jan 2026 13:00:00 GMT, 3600",
        "429, Retry-After: Mon; 01 Jan 2026 12:00:30 GMT, null",
        "429, Retry-After: -3, null",
        "503, Retry-After: 9, 9",
        "503, X-Ratelimit-Retry-After: 4, 4",
        "503, X-RateLimit-Reset: 11, null",
        "500, Date: Thu; 01 Jan 2026 12:00:20 GMT, null",
      })
  void read_headers_givesTheDelay(int status, String headers, @Nullable Long seconds) {
    assertThat(read(status, headers).delay())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }

  /** Returns implausible headers and the seconds that they are read as. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "429, Retry-After: 1767268830, Retry-After, 30",
        "503, Retry-After: 1767268830, Retry-After, 30",
        "429, Retry-After: 1767268830000, Retry-After, 30",
        "429, X-Ratelimit-Retry-After: 1767268830, X-Ratelimit-Retry-After, 30",
        "429, X-RateLimit-Reset: 1767268830000, X-RateLimit-Reset, 30",
        "429, X-RateLimit-Reset: 30000, X-RateLimit-Reset, 30",
        "429, X-RateLimit-Reset: 3600000, X-RateLimit-Reset, 3600",
        "429, Retry-After: 1767268700, Retry-After, null",
        "429, X-RateLimit-Reset: 1767268700, X-RateLimit-Reset, null",
        "429, X-RateLimit-Reset: 1767272401, X-RateLimit-Reset, null",
        "429, X-RateLimit-Reset: 3600001, X-RateLimit-Reset, null",
        "429, X-RateLimit-Reset: 999999999, X-RateLimit-Reset, null",
        "429, X-RateLimit-Reset: 999999999999999999, X-RateLimit-Reset, null",
        "429, X-RateLimit-Reset: Thu; 01 Jan 2026 12:00:30 GMT, X-RateLimit-Reset, null",
        "429, Retry-After: 3601, Retry-After, null",
        "429, Retry-After: 86400, Retry-After, null",
        "429, Retry-After: 30000, Retry-After, null",
        "429, Retry-After: -5, Retry-After, null",
        "429, Retry-After: +5, Retry-After, null",
        "429, Retry-After: 1.5, Retry-After, null",
        "429, Retry-After: 0x10, Retry-After, null",
        "429, Retry-After: ٣٠, Retry-After, null",
        "429, Retry-After: ３０, Retry-After, null",
        "429, Retry-After: 999999999999999999, Retry-After, null",
        "429, Retry-After: 9223372036854775808, Retry-After, null",
        "429, Retry-After: 99999999999999999999999, Retry-After, null",
        "429, Retry-After: soon, Retry-After, null",
        "429, Retry-After: Thu; 01 Jan 2026 11:58:00 GMT, Retry-After, null",
        "429, Retry-After: Thu; 01 Jan 1970 00:00:00 GMT, Retry-After, null",
        "429, Retry-After: Thu; 01 Jan 2026 13:00:01 GMT, Retry-After, null",
        "429, Retry-After: Fri; 31 Dec 9999 23:59:59 GMT, Retry-After, null",
        "429, X-Ratelimit-Retry-After: 86400 | Retry-After: 9, X-Ratelimit-Retry-After, 9",
        "429, Retry-After: never | X-RateLimit-Reset: 11, Retry-After, 11",
        "503, Retry-After: never | X-RateLimit-Reset: 11, Retry-After, null",
      })
  void read_implausibleHint_isCorrectedOrIgnoredAndReported(
      int status, String headers, String header, @Nullable Long seconds) {
    RetryAfterHeaders.Hint hint = read(status, headers);

    assertThat(hint.delay()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    assertThat(hint.correction()).isNotNull();
    assertThat(hint.correction().header()).isEqualTo(header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Ratelimit-Retry-After: 7",
        "X-Ratelimit-Retry-After: | Retry-After: 3600",
        "X-RateLimit-Reset: 1767268830",
        "X-RateLimit-Reset: 0",
        "Retry-After: Thu; 01 Jan 2026 12:00:30 GMT",
      })
  void read_plausibleHint_isNotReported(String headers) {
    assertThat(read(429, headers).correction()).isNull();
  }

  private static RetryAfterHeaders.Hint read(int status, String headers) {
    String[] namesAndValues =
        Arrays.stream(headers.split("\\|"))
            .flatMap(header -> Arrays.stream(header.strip().split(":", 2)))
            .map(text -> text.strip().replace(';', ','))
            .toArray(String[]::new);
    return RetryAfterHeaders.read(
        TrackResponses.response(status, "", namesAndValues), TrackResponses.NOW);
  }
}
