package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serial executor with a wake-up timer. Tasks run one at a time in the order of submission, on the
 * thread that finds the executor idle. Only {@link #execute} is thread-safe; the other methods are
 * for its tasks.
 *
 * <p>The timer uses the caller's scheduler, which may reject a task or throw. The next wake-up
 * tries the scheduler again.
 */
final class SerialExecutor {
  private static final System.Logger LOGGER = System.getLogger(SerialExecutor.class.getName());

  private final TaskScheduler scheduler;
  private final TimeSource time;
  private final Consumer<Runnable> runner;
  private final Runnable onWakeUp;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger taskCount = new AtomicInteger();
  private @Nullable ScheduledTask wakeUp;
  private long wakeUpNanos;
  private long generation;
  private @Nullable Throwable rejection;

  /**
   * Creates an idle executor.
   *
   * @param runner runs a task and the work that follows from it
   * @param onWakeUp the task that runs when the timer fires
   */
  SerialExecutor(
      TaskScheduler scheduler, TimeSource time, Consumer<Runnable> runner, Runnable onWakeUp) {
    this.scheduler = scheduler;
    this.time = time;
    this.runner = runner;
    this.onWakeUp = onWakeUp;
  }

  void execute(Runnable task) {
    tasks.add(task);
    if (taskCount.getAndIncrement() > 0) {
      return;
    }
    do {
      Runnable next = tasks.remove();
      try {
        runner.accept(next);
      } catch (Throwable e) {
        // Includes checked exceptions thrown by code that does not declare them.
        SafeLog.warn(LOGGER, "a task of the delivery engine failed, which is a bug", e);
      }
    } while (taskCount.decrementAndGet() > 0);
  }

  /** Sets the timer to fire at this time or earlier, or cancels it if the time is null. */
  void wakeByOrCancel(@Nullable Long nanos) {
    if (nanos != null) {
      var unused = wakeBy(nanos);
    } else {
      cancelWakeUp();
    }
  }

  /**
   * Sets the timer to fire at this time or earlier.
   *
   * @return false if the scheduler rejected the wake-up; an earlier timer is then kept
   */
  boolean wakeBy(long nanos) {
    long now = time.nanoTime();
    boolean timerIsLost = wakeUpNanos - now < 0;
    if (wakeUp != null && wakeUpNanos - nanos <= 0 && !timerIsLost) {
      return true;
    }
    long scheduled = generation + 1;
    ScheduledTask next =
        schedule(() -> execute(() -> fired(scheduled)), Duration.ofNanos(Math.max(0, nanos - now)));
    if (next == null) {
      return false;
    }
    cancelWakeUp();
    generation = scheduled;
    wakeUp = next;
    wakeUpNanos = nanos;
    return true;
  }

  /** Keeps the current timer if a replaced one fires that could not be cancelled in time. */
  private void fired(long scheduled) {
    if (scheduled == generation) {
      wakeUp = null;
    }
    onWakeUp.run();
  }

  private @Nullable ScheduledTask schedule(Runnable task, Duration delay) {
    try {
      return scheduler.schedule(task, delay);
    } catch (Throwable e) {
      // The scheduler may be the user's. The engine asks for the rejection after each task.
      rejection = e;
      return null;
    }
  }

  private void cancelWakeUp() {
    ScheduledTask current = wakeUp;
    wakeUp = null;
    try {
      if (current != null) {
        current.cancel();
      }
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a wake-up could not be cancelled; it will find nothing to do", e);
    }
  }

  /** {@return why the scheduler rejected a wake-up since the last call, or null if it did not} */
  @Nullable StopCause takeRejection() {
    Throwable cause = rejection;
    rejection = null;
    if (cause == null) {
      return null;
    }
    SafeLog.warn(LOGGER, "the scheduler given to the forwarder rejected a task", cause);
    return cause instanceof RejectedExecutionException
        ? StopCause.SCHEDULER_SHUT_DOWN
        : StopCause.engineFailed("scheduler", cause);
  }
}
