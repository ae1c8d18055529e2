package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the engine at the first of the times it is set for. What the scheduler refuses is not set.
 * Confined to the mailbox.
 */
final class Alarm {
  private final GuardedScheduler scheduler;
  private final Consumer<Runnable> mailbox;
  private @Nullable ScheduledTask task;
  private long atNanos;
  private long number;

  Alarm(GuardedScheduler scheduler, Consumer<Runnable> mailbox) {
    this.scheduler = scheduler;
    this.mailbox = mailbox;
  }

  /** Wakes the engine at this time, unless it wakes before. */
  void set(@Nullable Long nanos, long nowNanos) {
    if (nanos == null || (task != null && atNanos - nanos <= 0)) {
      return;
    }
    reset();
    atNanos = nanos;
    long current = ++number;
    task =
        scheduler.schedule(() -> rings(current), Duration.ofNanos(Math.max(0, nanos - nowNanos)));
  }

  /** Forgets what it is set for. */
  void reset() {
    if (task != null) {
      task.cancel();
    }
    task = null;
  }

  /** One that could not be taken back in time does not count for the one in its place. */
  private void rings(long rung) {
    mailbox.accept(
        () -> {
          if (rung == number) {
            task = null;
          }
        });
  }
}
