package io.github.brazeaudience.policy;

import java.time.Instant;

/** Clock of the delivery engine. Implementations must be thread-safe. */
public interface TimeSource {
  /** {@return the system clock, which is the default} */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }

  /** {@return monotonic nanoseconds since an arbitrary origin, like {@link System#nanoTime}} */
  long nanoTime();

  /** {@return the wall-clock time, to interpret dates from Braze} */
  Instant now();
}
