package io.github.brazeaudience.receiver.forward;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Single-threaded executor with a timer. Exceptions of tasks are reported. */
final class TaskThread implements Executor, AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> failures;

  TaskThread(String name, Consumer<Throwable> failures) {
    this.failures = failures;
    this.executor = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Later there may be no memory for a thread, and tasks would not run.
    executor.prestartAllCoreThreads();
  }

  @Override
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs a task later; after {@link #close} nothing is run any more. */
  void after(Duration delay, Runnable task) {
    try {
      var unused = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        failures.accept(e);
      }
    } catch (Throwable e) {
      // Callers are stages of outcomes, where it would be lost.
      failures.accept(e);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failures.accept(e);
    }
  }

  /** Waits for the task that is running. */
  @Override
  public void close() {
    executor.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
