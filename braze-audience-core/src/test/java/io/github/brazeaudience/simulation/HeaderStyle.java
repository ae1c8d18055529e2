package io.github.brazeaudience.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of a 429 in which Braze, or a gateway in front of it, sends a retry hint. */
public enum HeaderStyle {
  X_RATELIMIT_RETRY_AFTER,
  RETRY_AFTER_SECONDS,
  RETRY_AFTER_DATE,
  RESET_AS_EPOCH,
  RESET_AS_SECONDS_LEFT,
  RESET_EMPTY;

  /**
   * Headers of a response and the pause that they request.
   *
   * @param headers the headers as sent
   * @param pause the requested pause, null if the headers contain none
   */
  record RetryHint(Map<String, List<String>> headers, @Nullable Duration pause) {}

  /**
   * Returns the headers for a pause.
   *
   * @param wait the pause, which is rounded up to whole seconds
   * @param serverTime the server's clock, which may be wrong
   */
  public RetryHint hint(Duration wait, Instant serverTime) {
    Instant date = serverTime.truncatedTo(ChronoUnit.SECONDS);
    Instant end = wholeSecond(serverTime.plus(wait));
    Duration left = Duration.between(date, end);
    return switch (this) {
      case X_RATELIMIT_RETRY_AFTER -> hint("x-ratelimit-retry-after", seconds(left), date, left);
      case RETRY_AFTER_SECONDS -> hint("Retry-After", seconds(left), date, left);
      case RETRY_AFTER_DATE -> hint("Retry-After", http(end), date, left);
      case RESET_AS_EPOCH ->
          hint("X-RateLimit-Reset", String.valueOf(end.getEpochSecond()), date, left);
      case RESET_AS_SECONDS_LEFT -> hint("X-RateLimit-Reset", seconds(left), date, left);
      case RESET_EMPTY -> hint("X-RateLimit-Reset", "", date, null);
    };
  }

  private static RetryHint hint(String name, String value, Instant date, @Nullable Duration pause) {
    return new RetryHint(Map.of(name, List.of(value), "Date", List.of(http(date))), pause);
  }

  private static Instant wholeSecond(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.SECONDS);
    return down.equals(time) ? down : down.plusSeconds(1);
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toSeconds());
  }

  private static String http(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
