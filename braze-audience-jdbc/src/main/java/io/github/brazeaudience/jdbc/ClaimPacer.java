package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets one worker at a time claim updates, not before the next claim is due. Thread-safe. */
final class ClaimPacer {
  private final TimeSource time;
  private boolean claiming;
  private boolean stopped;
  private long dueNanos;

  /** The end of the wait after failures, which nothing shortens. */
  private long backoffNanos;

  ClaimPacer(TimeSource time) {
    this.time = time;
    dueNanos = time.nanoTime();
    backoffNanos = dueNanos;
  }

  /**
   * Waits for the turn of this thread, which ends with {@link #release}.
   *
   * @return false if the relay is closed
   */
  synchronized boolean acquire() throws InterruptedException {
    while (!stopped) {
      long wait = Math.max(dueNanos - time.nanoTime(), backoffNanos - time.nanoTime());
      if (!claiming && wait <= 0) {
        claiming = true;
        return true;
      }
      if (claiming) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, wait);
      }
    }
    return false;
  }

  /** Ends the turn of this thread. The next claim is due after a time. */
  synchronized void release(Duration untilNext) {
    claiming = false;
    dueNanos = time.nanoTime() + untilNext.toNanos();
    notifyAll();
  }

  /** Delays the next claim after a failure. */
  synchronized void backOff(Duration delay) {
    long end = time.nanoTime() + delay.toNanos();
    if (end - backoffNanos > 0) {
      backoffNanos = end;
    }
  }

  /** Makes the next claim due now, or when the wait after a failure ends. */
  synchronized void wakeUp() {
    dueNanos = time.nanoTime();
    notifyAll();
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
