package io.github.brazeaudience.simulation;

import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Virtual clock with a timer and the waits of a caller's thread, all on one thread. The time
 * advances only to the next scheduled task.
 */
public final class VirtualTime implements TimeSource, TaskScheduler, SimulationHooks.CallerWait {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** Bound on the tasks of a run; more mean that the run never ends. */
  private static final long MOST_TASKS = 20_000_000;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // nanoTime may overflow
  private final long origin = nanos;
  private long number;
  private long scheduled;
  private long ran;
  private boolean onOtherThread;

  private static final class Task {
    private final long at;
    private final long number;
    private final Runnable work;
    private boolean cancelled;

    Task(long at, long number, Runnable work) {
      this.at = at;
      this.number = number;
      this.work = work;
    }

    long at() {
      return at;
    }

    long number() {
      return number;
    }
  }

  /** Returns the time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos - origin);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return EPOCH.plusNanos(nanos - origin);
  }

  @Override
  public ScheduledTask schedule(Runnable work, Duration delay) {
    Task task = new Task(nanos - origin + delay.toNanos(), number++, work);
    tasks.add(task);
    scheduled++;
    return () -> task.cancelled = true;
  }

  public long scheduled() {
    return scheduled;
  }

  /** {@return when the next task is due, since the start, or the largest time if there is none} */
  private long nextTaskNanos() {
    while (!tasks.isEmpty() && tasks.peek().cancelled) {
      tasks.remove();
    }
    return tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().at;
  }

  /** Advances the clock to the next task and runs it; returns false if there is none. */
  public boolean runNext() {
    Task task = tasks.poll();
    while (task != null && task.cancelled) {
      task = tasks.poll();
    }
    if (task == null) {
      return false;
    }
    if (++ran > MOST_TASKS) {
      throw new AssertionError("the run does not end");
    }
    nanos = Math.max(task.at, nanos - origin) + origin;
    task.work.run();
    return true;
  }

  /** Advances the clock and runs all tasks that are due. */
  public void advance(Duration duration) {
    boolean[] over = new boolean[1];
    schedule(() -> over[0] = true, duration);
    while (!over[0]) {
      runNext();
    }
  }

  /** Runs tasks until none is left. */
  public void runUntilIdle() {
    while (runNext()) {}
  }

  /**
   * Runs a task after a delay as if on another thread: a wait for a future in it returns at once.
   */
  public void onOtherThread(Runnable work, Duration delay) {
    schedule(
        () -> {
          onOtherThread = true;
          try {
            work.run();
          } finally {
            onOtherThread = false;
          }
        },
        delay);
  }

  @Override
  public boolean await(CompletableFuture<?> end, Duration limit) throws InterruptedException {
    long limitNanos = nanos - origin + limit.toNanos();
    while (!end.isDone() && !onOtherThread) {
      if (nanos - origin >= limitNanos) {
        return false;
      }
      if (nextTaskNanos() > limitNanos && !Thread.currentThread().isInterrupted()) {
        nanos = origin + limitNanos;
        return false;
      }
      runForWaiting();
    }
    return true;
  }

  @Override
  public <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    while (queue.isEmpty()) {
      runForWaiting();
    }
    return queue.remove();
  }

  private void runForWaiting() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!runNext()) {
      throw new AssertionError("the caller waits, but no task is left that could wake it");
    }
  }
}
