package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Clock that a test advances. Not thread-safe. */
final class ManualTime implements TimeSource {
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** Overflows within the tests. */
  private static final long ORIGIN = Long.MAX_VALUE - 1_000;

  private Duration elapsed = Duration.ZERO;

  void advance(Duration time) {
    elapsed = elapsed.plus(time);
  }

  @Override
  public long nanoTime() {
    return ORIGIN + elapsed.toNanos();
  }

  @Override
  public Instant now() {
    return START.plus(elapsed);
  }
}
