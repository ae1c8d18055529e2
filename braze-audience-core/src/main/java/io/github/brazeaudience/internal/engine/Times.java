package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.Nullable;

/** Times of a monotonic clock, which may overflow. */
public final class Times {
  private Times() {}

  static int compare(long one, long other) {
    return Long.signum(one - other);
  }

  /** {@return the earlier of two times, where null is never} */
  public static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
    return one == null || (other != null && other - one < 0) ? other : one;
  }

  /** {@return the earliest of some times, where null is never} */
  public static @Nullable Long earliest(@Nullable Long... times) {
    Long earliest = null;
    for (Long time : times) {
      earliest = earlier(earliest, time);
    }
    return earliest;
  }
}
