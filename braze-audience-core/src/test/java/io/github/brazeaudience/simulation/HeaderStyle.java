package io.github.brazeaudience.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways in which Braze, or a gateway before it, says with a 429 when to come back. */
public enum HeaderStyle {
  X_RATELIMIT_RETRY_AFTER,
  RETRY_AFTER_SECONDS,
  RETRY_AFTER_DATE,
  RESET_AS_EPOCH,
  RESET_AS_SECONDS_LEFT,
  RESET_EMPTY;

  /**
   * The headers of an answer.
   *
   * @param headers as they are sent
   * @param pause how long they ask to wait, null if they do not say
   */
  record Said(Map<String, List<String>> headers, @Nullable Duration pause) {}

  /**
   * Says it.
   *
   * @param wait the time that has to pass; headers have whole seconds, so that they may say more
   * @param serverTime the server's clock, which need not be right
   */
  public Said say(Duration wait, Instant serverTime) {
    Instant date = serverTime.truncatedTo(ChronoUnit.SECONDS);
    Instant end = wholeSecond(serverTime.plus(wait));
    Duration left = Duration.between(date, end);
    return switch (this) {
      case X_RATELIMIT_RETRY_AFTER -> said("x-ratelimit-retry-after", seconds(left), date, left);
      case RETRY_AFTER_SECONDS -> said("Retry-After", seconds(left), date, left);
      case RETRY_AFTER_DATE -> said("Retry-After", http(end), date, left);
      case RESET_AS_EPOCH ->
          said("X-RateLimit-Reset", String.valueOf(end.getEpochSecond()), date, left);
      case RESET_AS_SECONDS_LEFT -> said("X-RateLimit-Reset", seconds(left), date, left);
      case RESET_EMPTY -> said("X-RateLimit-Reset", "", date, null);
    };
  }

  private static Said said(String name, String value, Instant date, @Nullable Duration pause) {
    return new Said(Map.of(name, List.of(value), "Date", List.of(http(date))), pause);
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
