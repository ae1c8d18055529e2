package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.RetryAfterHeaders.Correction;
import io.github.brazeaudience.policy.RateLimiter.Budget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests both meanings of the reset, missing and implausible headers. The time is 12:00:00 on
 * 2026-01-01, which as an epoch is 1767268800.
 */
class RateLimitHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 999, 3600, 3600",
    "1000, 1000, 0, 0",
    "1, 0, 7, 7",
    " 250000 , 12 , 1767272400 , 3600",
    "1000, 0, 1767268830, 30",
    "1000, 0, 1767268799, 0",
  })
  void read_budgetOfAnyStatus_isRead(String limit, String remaining, String reset, long seconds) {
    for (int status : new int[] {200, 201, 400, 401, 429, 503}) {
      RateLimitHeaders.Reading reading = read(status, limit, remaining, reset);

      assertThat(reading.budget())
          .isEqualTo(
              new Budget(
                  Long.parseLong(limit.strip()),
                  Long.parseLong(remaining.strip()),
                  Duration.ofSeconds(seconds)));
      assertThat(reading.correction()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 1, 1", "1, '', 1", "1, 1, ''", "'', '', ''", "'  ', -1, -1"})
  void read_emptyHeader_isNoBudget(String limit, String remaining, String reset) {
    assertThat(read(201, limit, remaining, reset)).isEqualTo(RateLimitHeaders.Reading.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "0, 0, 9, X-RateLimit-Limit, null",
        "-1000, 0, 9, X-RateLimit-Limit, null",
        "many, 0, 9, X-RateLimit-Limit, null",
        "99999999999999999999, 0, 9, X-RateLimit-Limit, null",
        "1000, -1, 9, X-RateLimit-Remaining, null",
        "1000, 1001, 9, X-RateLimit-Remaining, null",
        "1000, 0.5, 9, X-RateLimit-Remaining, null",
        "1000, 5, -9, X-RateLimit-Reset, null",
        "1000, 5, soon, X-RateLimit-Reset, null",
        "1000, 5, 3600001, X-RateLimit-Reset, null",
        "1000, 5, 1767272401, X-RateLimit-Reset, null",
        "1000, 5, 1767268700, X-RateLimit-Reset, null",
        "1000, 5, 30000, X-RateLimit-Reset, 30",
        "1000, 5, 1767268830000, X-RateLimit-Reset, 30",
      })
  void read_implausibleHeader_isCorrectedOrIgnoredAndReported(
      String limit, String remaining, String reset, String header, @Nullable Long readAs) {
    RateLimitHeaders.Reading reading = read(201, limit, remaining, reset);
    Duration untilReset = readAs == null ? null : Duration.ofSeconds(readAs);

    assertThat(reading.correction()).isEqualTo(new Correction(header, untilReset));
    assertThat(reading.budget())
        .isEqualTo(untilReset == null ? null : new Budget(1000, 5, untilReset));
  }

  private static RateLimitHeaders.Reading read(
      int status, String limit, String remaining, String reset) {
    return RateLimitHeaders.read(
        TrackResponses.response(
            status,
            "",
            "x-ratelimit-limit",
            limit,
            "X-RateLimit-Remaining",
            remaining,
            "X-Ratelimit-Reset",
            reset),
        TrackResponses.NOW);
  }
}
