package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks after a delay. The tasks are short and never block. Safe for use by several threads.
 */
@FunctionalInterface
public interface TaskScheduler {
  /**
   * Runs a task once, on any thread but the caller's.
   *
   * @param task what to run
   * @param delay how long from now, not negative
   * @return a handle to take the task back
   */
  ScheduledTask schedule(Runnable task, Duration delay);

  /**
   * A scheduler over an executor, which stays the caller's to shut down.
   *
   * @param executor runs the tasks
   * @return the scheduler
   */
  static TaskScheduler over(ScheduledExecutorService executor) {
    return (task, delay) -> {
      ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    };
  }

  /** A task that waits for its time. */
  @FunctionalInterface
  interface ScheduledTask {
    /** Takes the task back. Does nothing if it has run or is running. */
    void cancel();
  }
}
