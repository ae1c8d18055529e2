package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.policy.RateLimiter;
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
 * Reads the wait that a response asks for: from {@code X-Ratelimit-Retry-After}, else from {@code
 * Retry-After}, else, for a 429, from {@code X-RateLimit-Reset}, which is an epoch in some
 * contracts and a number of seconds in others.
 *
 * <p>No limit of Braze has a window longer than an hour, so a longer wait is implausible. A number
 * is read as the first of these that gives at most an hour: seconds, an epoch in seconds, an epoch
 * in milliseconds, and for a reset milliseconds. A header that fits none of them is ignored.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
public final class RetryAfterHeaders {
  static final String RESET = "X-RateLimit-Reset";

  /** Maximum pause that a response can order. */
  static final Duration LONGEST = RateLimiter.LONGEST_WINDOW;

  /** Maximum age of a time that still counts as now, because clocks differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** As many ASCII digits as fit into a long. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private RetryAfterHeaders() {}

  /**
   * Plausible wait that a response asks for, and the first header that was corrected or ignored.
   */
  record Hint(@Nullable Duration delay, @Nullable Correction correction) {}

  /** Implausible header, and the wait that is used instead, null if it is ignored. */
  public record Correction(String header, @Nullable Duration readAs) {
    /** {@return the event if the header is a retry hint} */
    public RetryHintCorrected retryHintEvent(BrazeOperation operation, long request) {
      return new RetryHintCorrected(operation, request, header, Optional.ofNullable(readAs));
    }

    /** {@return the event if the header is part of a budget} */
    public RateLimitCorrected budgetEvent(BrazeOperation operation, long request) {
      return new RateLimitCorrected(operation, request, header, Optional.ofNullable(readAs));
    }
  }

  static Hint read(TransportResponse response, Instant now) {
    Instant serverTime = serverTime(response, now);
    Hint hint = new Hint(null, null);
    hint = orElse(hint, response, "X-Ratelimit-Retry-After", serverTime);
    hint = orElse(hint, response, "Retry-After", serverTime);
    return response.status() == 429 ? orElse(hint, response, RESET, serverTime) : hint;
  }

  /** Reads the time until the reset, whatever the status. */
  static Hint readReset(TransportResponse response, Instant now) {
    return orElse(new Hint(null, null), response, RESET, serverTime(response, now));
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

  /** {@return the wait until an epoch, or null if the value is not a plausible one} */
  private static @Nullable Duration until(Instant now, long epoch, long unitsPerSecond) {
    long seconds = epoch / unitsPerSecond;
    return seconds > Instant.MAX.getEpochSecond()
        ? null
        : plausible(Duration.between(now, Instant.ofEpochSecond(seconds)));
  }

  private static Hint date(String header, String text, Instant now) {
    Instant date = header.equals(RESET) ? null : date(text);
    Duration delay = date == null ? null : plausible(Duration.between(now, date));
    return new Hint(delay, delay == null ? new Correction(header, null) : null);
  }

  private static @Nullable Duration plausible(Duration wait) {
    if (wait.compareTo(LONGEST) > 0 || wait.compareTo(CLOCK_SKEW.negated()) < 0) {
      return null;
    }
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Epochs and dates refer to the server's clock, which the response may contain. */
  private static Instant serverTime(TransportResponse response, Instant now) {
    Instant date = response.header("Date").map(RetryAfterHeaders::date).orElse(null);
    return date != null ? date : now;
  }

  private static @Nullable Instant date(String text) {
    try {
      return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      // A header that is not a date is ignored.
      return null;
    }
  }
}
