package io.github.brazeaudience;

import io.github.brazeaudience.policy.TaskScheduler;
import java.time.Duration;

/** Timer of the linger of a queue. Guarded by the queue's lock. */
final class LingerTimer {
  private final TaskScheduler scheduler;
  private final Duration linger;
  private final Runnable fired;
  private boolean running;

  /** {@code fired} runs without the lock and must call {@link #stop}. */
  LingerTimer(TaskScheduler scheduler, Duration linger, Runnable fired) {
    this.scheduler = scheduler;
    this.linger = linger;
    this.fired = fired;
  }

  boolean isRunning() {
    return running;
  }

  /** Starts the linger, and returns false if the timer cannot be set. */
  boolean start() {
    try {
      scheduler.schedule(fired, linger);
      running = true;
      return true;
    } catch (Throwable e) {
      // The engine uses the same scheduler and reports the failure.
      return false;
    }
  }

  void stop() {
    running = false;
  }
}
