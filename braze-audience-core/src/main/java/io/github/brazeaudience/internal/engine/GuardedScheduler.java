package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The caller's scheduler, which may refuse a task or throw. What had to wait for it cannot; it is
 * asked again for the next task, as if nothing had been. Confined to the mailbox.
 */
final class GuardedScheduler {
  private static final System.Logger LOGGER = System.getLogger(GuardedScheduler.class.getName());

  /** As schedulers refuse that are shut down. */
  private static final DeliveryCall.Stop REFUSED =
      new DeliveryCall.Stop(
          Reason.CLOSED,
          "the scheduler given to the forwarder takes no tasks; close the forwarder before its scheduler, and forward"
              + " again with another one");

  private final TaskScheduler scheduler;
  private @Nullable Throwable refusal;

  GuardedScheduler(TaskScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Runs a task after a delay.
   *
   * @return null if the scheduler refused it, though it may run it all the same
   */
  @Nullable ScheduledTask schedule(Runnable task, Duration delay) {
    try {
      ScheduledTask scheduled = scheduler.schedule(task, delay);
      return () -> cancel(scheduled);
    } catch (Throwable e) {
      refusal = e;
      return null;
    }
  }

  private static void cancel(ScheduledTask scheduled) {
    try {
      scheduled.cancel();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a task could not be taken back; it will find nothing to do", e);
    }
  }

  /** Whether a task was refused of which {@link #takeRefusal} has not told. */
  boolean refused() {
    return refusal != null;
  }

  /** Why what had to wait cannot; null if no task was refused since the last time. */
  DeliveryCall.@Nullable Stop takeRefusal() {
    Throwable why = refusal;
    refusal = null;
    if (why == null) {
      return null;
    }
    SafeLog.warn(LOGGER, "the scheduler given to the forwarder refused a task", why);
    return why instanceof RejectedExecutionException ? REFUSED : EngineFailure.of("scheduler", why);
  }
}
