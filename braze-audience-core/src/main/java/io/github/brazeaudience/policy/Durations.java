package io.github.brazeaudience.policy;

import java.time.Duration;

/** Checks and arithmetic of durations, without overflow. */
final class Durations {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Durations() {}

  /** {@return nanoseconds of a duration that is doubled a number of times, up to a maximum} */
  static long doubled(Duration first, int times, Duration max) {
    long base = first.toNanos();
    long cap = max.toNanos();
    int doublings = Math.min(times, Long.SIZE - 2);
    return base > cap >> doublings ? cap : base << doublings;
  }

  static boolean tooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  /** Returns the duration if it is positive and at most a year. */
  static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero() || tooLong(duration)) {
      throw new IllegalArgumentException(
          "`%s` must be positive and at most %s days, but was %s"
              .formatted(what, LONGEST.toDays(), duration));
    }
    return duration;
  }
}
