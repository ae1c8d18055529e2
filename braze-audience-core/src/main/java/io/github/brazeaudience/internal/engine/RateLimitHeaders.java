package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.RetryHintCorrected;
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
 * Reads from a response when to come back. {@code X-Ratelimit-Retry-After} comes first, then {@code
 * Retry-After}; a 429 without them is read by {@code X-RateLimit-Reset}, which some contracts give
 * as an epoch and others as seconds left.
 *
 * <p>No limit of Braze has a window longer than an hour, so a longer wait cannot be right. A number
 * is read in the first way that gives a wait of at most an hour: as seconds, as an epoch in seconds
 * or milliseconds, and for a reset as milliseconds left. A header for which there is none is
 * ignored.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
final class RateLimitHeaders {
  /** The longest pause that a response can order. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** How far a time may lie in the past and still mean now, because clocks differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** ASCII digits, as many as fit into a long. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final String RESET = "X-RateLimit-Reset";

  private RateLimitHeaders() {}

  /**
   * What a response says.
   *
   * @param delay the wait, null if the response has none that can be right
   * @param correction the first header that was read in another way or ignored, null if none was
   */
  record Hint(@Nullable Duration delay, @Nullable Correction correction) {}

  /** A header that cannot be right as it is, and the wait that it was read as. */
  record Correction(String header, @Nullable Duration readAs) {
    RetryHintCorrected event(BrazeOperation operation, long request) {
      return new RetryHintCorrected(operation, request, header, Optional.ofNullable(readAs));
    }
  }

  static Hint read(TransportResponse response, Instant now) {
    Instant serverTime = serverTime(response, now);
    Hint hint = new Hint(null, null);
    hint = orElse(hint, response, "X-Ratelimit-Retry-After", serverTime);
    hint = orElse(hint, response, "Retry-After", serverTime);
    return response.status() == 429 ? orElse(hint, response, RESET, serverTime) : hint;
  }

  private static Hint orElse(Hint hint, TransportResponse response, String header, Instant now) {
    String text = response.header(header).map(String::strip).orElse("");
    if (hint.delay() != null || text.isEmpty()) {
      return hint;
    }
    Hint read =
        NUMBER.matcher(text).matches() ? number(header, text, now) : date(header, text, now);
    return hint.correction() == null ? read : new Hint(read.delay(), hint.correction());
  }

  private static Hint number(String header, String text, Instant now) {
    long value = Long.parseLong(text);
    boolean reset = header.equals(RESET);
    if (value <= LONGEST.toSeconds()) {
      return new Hint(Duration.ofSeconds(value), null);
    }
    Duration untilEpoch = until(now, value, 1);
    if (untilEpoch != null) {
      return new Hint(untilEpoch, reset ? null : new Correction(header, untilEpoch));
    }
    Duration readAs = until(now, value, 1000);
    if (readAs == null && reset && value <= LONGEST.toMillis()) {
      readAs = Duration.ofMillis(value);
    }
    return new Hint(readAs, new Correction(header, readAs));
  }

  /** The wait until an epoch, null if the value cannot be one. */
  private static @Nullable Duration until(Instant now, long epoch, long unitsPerSecond) {
    long seconds = epoch / unitsPerSecond;
    return seconds > Instant.MAX.getEpochSecond()
        ? null
        : sensible(Duration.between(now, Instant.ofEpochSecond(seconds)));
  }

  private static Hint date(String header, String text, Instant now) {
    Instant date = header.equals(RESET) ? null : date(text);
    Duration delay = date == null ? null : sensible(Duration.between(now, date));
    return new Hint(delay, delay == null ? new Correction(header, null) : null);
  }

  private static @Nullable Duration sensible(Duration wait) {
    if (wait.compareTo(LONGEST) > 0 || wait.compareTo(CLOCK_SKEW.negated()) < 0) {
      return null;
    }
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** The server's own clock, by which its epochs and dates are meant, if the response has it. */
  private static Instant serverTime(TransportResponse response, Instant now) {
    Instant date = response.header("Date").map(RateLimitHeaders::date).orElse(null);
    return date != null ? date : now;
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      // A header that is not a date says nothing.
      return null;
    }
  }
}
