package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks after a delay. Tasks are short and never block. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface TaskScheduler {
  /**
   * Runs a task once after a delay, on any thread except the caller's.
   *
   * @param delay not negative
   * @return a handle to cancel the task
   */
  ScheduledTask schedule(Runnable task, Duration delay);

  /** Returns a scheduler over an executor. The caller shuts the executor down. */
  static TaskScheduler over(ScheduledExecutorService executor) {
    return (task, delay) -> {
      ScheduledFuture<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    };
  }

  /** Handle of a scheduled task. */
  @FunctionalInterface
  interface ScheduledTask {
    /** Cancels the task. Has no effect if the task has run or is running. */
    void cancel();
  }
}
