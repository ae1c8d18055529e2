package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Instant;

/** The clock that was given, or the platform's if that one throws: outcomes do not wait for it. */
final class SafeTime {
  private SafeTime() {}

  static Instant now(TimeSource time) {
    try {
      return time.now();
    } catch (Throwable e) {
      return Instant.now();
    }
  }

  static long nanoTime(TimeSource time) {
    try {
      return time.nanoTime();
    } catch (Throwable e) {
      return System.nanoTime();
    }
  }
}
