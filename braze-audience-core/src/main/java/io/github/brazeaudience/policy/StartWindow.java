package io.github.brazeaudience.policy;

import java.time.Duration;

/**
 * Sliding window over the starts of requests, which keeps the time of as many starts as the window
 * allows. Not thread-safe; {@link RateLimiter} guards it with its lock.
 */
final class StartWindow {
  /**
   * Extends the window by this fraction, at most {@value #MAX_MARGIN_NANOS} ns. Braze counts
   * arrivals, which jitter, so starts at exactly the limit would exceed it now and then, and each
   * refusal pauses all requests for a second.
   */
  private static final int MARGIN_DIVISOR = 50;

  private static final long MAX_MARGIN_NANOS = 50_000_000;

  private final long[] starts;
  private final long enforcedNanos;
  private long started;
  private long lastStart;

  /** Creates a window that allows {@code max} starts, or any number if it is 0. */
  StartWindow(int max, Duration length) {
    long nanos = length.toNanos();
    this.starts = new long[max];
    this.enforcedNanos = nanos + Math.min(nanos / MARGIN_DIVISOR, MAX_MARGIN_NANOS);
  }

  long delayNanos(long nanoTime) {
    if (started < starts.length || starts.length == 0) {
      return 0;
    }
    return Math.max(0, starts[nextSlot()] + enforcedNanos - nanoTime);
  }

  void started(long nanoTime) {
    if (starts.length > 0) {
      starts[nextSlot()] = nanoTime;
    }
    started++;
    lastStart = nanoTime;
  }

  private int nextSlot() {
    return (int) (started % starts.length);
  }

  /** {@return the time of the last start, or the given time if there was none} */
  long lastStart(long nanoTime) {
    return started == 0 ? nanoTime : lastStart;
  }
}
