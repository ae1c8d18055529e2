package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.Locale;

/** Maximum of durations, which prevents an overflow when one is added to a clock. */
final class Durations {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Durations() {}

  static boolean tooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  /** Returns the duration if it is positive and at most a year. */
  static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero() || tooLong(duration)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "`%s` must be positive and at most %d days, but was %s",
              what,
              LONGEST.toDays(),
              duration));
    }
    return duration;
  }
}
