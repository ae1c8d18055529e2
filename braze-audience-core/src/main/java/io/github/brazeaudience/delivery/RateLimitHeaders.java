package io.github.brazeaudience.delivery;

import io.github.brazeaudience.transport.TransportResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When Braze says to come back. {@code X-Ratelimit-Retry-After} comes first, then {@code
 * Retry-After}; a 429 without them is read by {@code X-RateLimit-Reset}, which some contracts give
 * as an epoch and others as seconds left.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
final class RateLimitHeaders {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");
  private static final long SMALLEST_EPOCH = 1_000_000_000L;
  private static final long LARGEST_EPOCH = 253_402_300_799L;
  private static final Duration LONGEST = Duration.ofDays(1);

  private RateLimitHeaders() {}

  /** How long Braze asks to wait, or null if it does not say. */
  static @Nullable Duration delay(TransportResponse response, Instant now) {
    Duration delay = seconds(response.header("X-Ratelimit-Retry-After"));
    delay = delay != null ? delay : retryAfter(response, now);
    if (delay == null && response.status() == 429) {
      delay = reset(response, now);
    }
    return delay;
  }

  private static @Nullable Duration retryAfter(TransportResponse response, Instant now) {
    Optional<String> header = response.header("Retry-After");
    Duration seconds = seconds(header);
    if (seconds != null || header.isEmpty()) {
      return seconds;
    }
    Instant date = date(header.get());
    return date == null ? null : bounded(Duration.between(serverTime(response, now), date));
  }

  private static @Nullable Duration reset(TransportResponse response, Instant now) {
    Duration reset = seconds(response.header("X-RateLimit-Reset"), LARGEST_EPOCH);
    if (reset == null || reset.toSeconds() < SMALLEST_EPOCH) {
      return reset == null ? null : bounded(reset);
    }
    return bounded(
        Duration.between(serverTime(response, now), Instant.ofEpochSecond(reset.toSeconds())));
  }

  /** The server's own clock, by which its epochs and dates are meant, if it tells. */
  private static Instant serverTime(TransportResponse response, Instant now) {
    Instant date = response.header("Date").map(RateLimitHeaders::date).orElse(null);
    return date != null ? date : now;
  }

  private static @Nullable Duration seconds(Optional<String> header) {
    return seconds(header, LONGEST.toSeconds());
  }

  private static @Nullable Duration seconds(Optional<String> header, long most) {
    String text = header.map(String::strip).orElse("");
    return SECONDS.matcher(text).matches()
        ? Duration.ofSeconds(Math.min(Long.parseLong(text), most))
        : null;
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      // A header that is no date says nothing.
      return null;
    }
  }

  private static Duration bounded(Duration delay) {
    return delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
