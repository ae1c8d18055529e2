package io.github.brazeaudience.policy;

import java.time.Instant;

/** Where delivery reads the time. Safe for use by several threads. */
public interface TimeSource {
  /**
   * The system's clocks.
   *
   * @return the default
   */
  static TimeSource system() {
    return SystemTimeSource.INSTANCE;
  }

  /**
   * A time that only goes forward, for measuring durations, as {@link System#nanoTime}.
   *
   * @return nanoseconds since an arbitrary origin
   */
  long nanoTime();

  /**
   * The time of day, for instants that Braze names.
   *
   * @return the current instant
   */
  Instant now();
}
