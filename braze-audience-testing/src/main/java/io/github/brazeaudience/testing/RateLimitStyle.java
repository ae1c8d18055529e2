package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers of a 429 that state when to retry.
 *
 * <p>Braze documents {@link #RATELIMIT_RETRY_AFTER}, {@link #RESET_EPOCH} and {@link
 * #RESET_SECONDS_LEFT}. {@link #RESET_EMPTY} appears in recorded traffic. Proxies send the others.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: API limits</a>
 */
public enum RateLimitStyle {
  /** {@code X-Ratelimit-Retry-After: 3}, in seconds, without the three usual headers. */
  RATELIMIT_RETRY_AFTER,
  /** {@code Retry-After: 3}, in seconds. */
  RETRY_AFTER_SECONDS,
  /** {@code Retry-After: Wed, 02 Sep 2026 10:00:03 GMT}. */
  RETRY_AFTER_DATE,
  /** {@code X-RateLimit-Reset: 1788343203}, in UTC epoch seconds. */
  RESET_EPOCH,
  /** {@code X-RateLimit-Reset: 3}, in seconds from now. */
  RESET_SECONDS_LEFT,
  /** All three {@code X-RateLimit-*} headers with an empty value. */
  RESET_EMPTY,
  /** No header. */
  NONE;

  Map<String, String> headers(Instant now, Duration wait) {
    String seconds = String.valueOf(wait.toSeconds());
    return switch (this) {
      case RATELIMIT_RETRY_AFTER -> Map.of("x-ratelimit-retry-after", seconds);
      case RETRY_AFTER_SECONDS -> Map.of("retry-after", seconds);
      case RETRY_AFTER_DATE -> Map.of("retry-after", HttpDate.of(now.plus(wait)));
      case RESET_EPOCH -> reset(String.valueOf(now.plus(wait).getEpochSecond()));
      case RESET_SECONDS_LEFT -> reset(seconds);
      case RESET_EMPTY -> rateLimit("", "", "");
      case NONE -> Map.of();
    };
  }

  private static Map<String, String> reset(String reset) {
    return rateLimit("250000", "0", reset);
  }

  private static Map<String, String> rateLimit(String limit, String remaining, String reset) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-ratelimit-limit", limit);
    headers.put("x-ratelimit-remaining", remaining);
    headers.put("x-ratelimit-reset", reset);
    return headers;
  }
}
