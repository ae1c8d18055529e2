package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times of a monotonic clock, which may overflow, and reads of a clock that may throw. */
public final class Times {
  private Times() {}

  /** {@return the earlier of two times, where null is never} */
  public static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
    return one == null || (other != null && other - one < 0) ? other : one;
  }

  /** {@return the earliest of some times, where null is never} */
  static @Nullable Long earliest(@Nullable Long... times) {
    Long earliest = null;
    for (Long time : times) {
      earliest = earlier(earliest, time);
    }
    return earliest;
  }

  /** {@return the time of a clock, or of the platform if the clock throws} */
  static long nanoTime(TimeSource clock) {
    try {
      return clock.nanoTime();
    } catch (Throwable e) {
      return System.nanoTime();
    }
  }

  /** {@return the instant of a clock, or of the platform if the clock throws} */
  static Instant now(TimeSource clock) {
    try {
      return clock.now();
    } catch (Throwable e) {
      return Instant.now();
    }
  }
}
