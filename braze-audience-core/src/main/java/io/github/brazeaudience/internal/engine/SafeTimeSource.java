package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Instant;

/**
 * Clock that does not throw, because a call whose clock fails still has to end. A failed reading is
 * repeated once; after that, the clock continues from its last reading. Thread-safe if the given
 * clock is.
 */
public final class SafeTimeSource implements TimeSource {
  private final TimeSource clock;

  /** Difference between the clock and the platform's clock at the last reading. */
  private volatile long offsetNanos;

  private SafeTimeSource(TimeSource clock) {
    this.clock = clock;
  }

  /** {@return a clock that reads the given one and does not throw} */
  public static TimeSource of(TimeSource clock) {
    return clock == TimeSource.system() ? clock : new SafeTimeSource(clock);
  }

  @Override
  public long nanoTime() {
    try {
      return read();
    } catch (Throwable e) {
      try {
        return read();
      } catch (Throwable again) {
        return System.nanoTime() + offsetNanos;
      }
    }
  }

  private long read() {
    long nanos = clock.nanoTime();
    offsetNanos = nanos - System.nanoTime();
    return nanos;
  }

  @Override
  public Instant now() {
    try {
      return clock.now();
    } catch (Throwable e) {
      try {
        return clock.now();
      } catch (Throwable again) {
        return Instant.now();
      }
    }
  }
}
