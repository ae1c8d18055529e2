package io.github.brazeaudience.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three headers, two meanings of one of them, and empty ones. Now is 12:00:00 of 2026-01-01. */
class RateLimitHeadersTest {
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
        "429, X-RateLimit-Reset: 1767268700, 0",
        "429, X-RateLimit-Reset: 999999999, 86400",
        "429, X-RateLimit-Reset: 999999999999999999, 86400",
        "429, X-Ratelimit-Retry-After: 999999999999999999, 86400",
        "429, X-Ratelimit-Retry-After: 9999999999999999999999, null",
        "429, Retry-After: Thu; 01 Jan 2026 12:00:30 GMT, 30",
        "429, Retry-After: Thu; 01 Jan 2026 12:00:30 GMT | Date: Thu; 01 Jan 2026 12:00:20 GMT, 10",
        "429, Retry-After: Thu; 01 Jan 2026 11:00:00 GMT, 0",
        "429, Retry-After: Mon; 01 Jan 2026 12:00:30 GMT, null",
        "429, Retry-After: -3, null",
        "503, Retry-After: 9, 9",
        "503, X-Ratelimit-Retry-After: 4, 4",
        "503, X-RateLimit-Reset: 11, null",
        "500, Date: Thu; 01 Jan 2026 12:00:20 GMT, null",
      })
  void delay_headers_saysHowLongToWait(int status, String headers, @Nullable Long seconds) {
    String[] namesAndValues =
        Arrays.stream(headers.split("\\|"))
            .flatMap(header -> Arrays.stream(header.strip().split(":", 2)))
            .map(text -> text.strip().replace(';', ','))
            .toArray(String[]::new);

    assertThat(RateLimitHeaders.delay(Answers.answer(status, "", namesAndValues), Answers.NOW))
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }
}
