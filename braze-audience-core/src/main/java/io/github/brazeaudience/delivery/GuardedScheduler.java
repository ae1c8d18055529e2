package io.github.brazeaudience.delivery;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TaskScheduler;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The caller's scheduler. If it takes no tasks, nothing can wait any more, so that all has to end.
 */
final class GuardedScheduler implements TaskScheduler {
  private static final System.Logger LOGGER = System.getLogger(GuardedScheduler.class.getName());

  private static final DeliveryCall.Stop REFUSED =
      new DeliveryCall.Stop(
          Reason.CLOSED,
          "the scheduler given to the forwarder takes no tasks; close the forwarder before its scheduler, and forward"
              + " again with another one");

  private final TaskScheduler scheduler;
  private final Consumer<DeliveryCall.Stop> refused;

  GuardedScheduler(TaskScheduler scheduler, Consumer<DeliveryCall.Stop> refused) {
    this.scheduler = scheduler;
    this.refused = refused;
  }

  @Override
  public ScheduledTask schedule(Runnable task, Duration delay) {
    try {
      return scheduler.schedule(task, delay);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, REFUSED.message(), e);
      refused.accept(REFUSED);
      return () -> {};
    }
  }
}
