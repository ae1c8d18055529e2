package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.receiver.intake.IntakeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Meters of the receiver, beside those of its forwarder. Thread-safe. */
public final class ReceiverMeters implements IntakeListener {
  private static final String PREFIX = "braze.audience.receiver.";
  private static final double MILLIS_PER_SECOND = 1_000;

  /** mParticle expects a response within 100 ms. */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 20, 50, 100, 250, 500, 1_000, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final IntakeListener next;
  private final Counter updates;

  /**
   * Registers the meters.
   *
   * @param next receives all events too
   */
  public ReceiverMeters(
      MeterRegistry registry,
      BacklogMonitor backlog,
      DatabaseState database,
      Suspension suspension,
      IntakeListener next) {
    this.registry = registry;
    this.next = next;
    updates =
        Counter.builder(PREFIX + "updates")
            .description("Updates stored in the outbox")
            .register(registry);
    Gauge.builder(PREFIX + "backlog", backlog, of(Backlog::updates))
        .description("Updates that wait in the outbox")
        .register(registry);
    Gauge.builder(
            PREFIX + "oldest",
            backlog,
            of(waiting -> waiting.oldest().toMillis() / MILLIS_PER_SECOND))
        .description("Age of the oldest update that waits")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder(PREFIX + "rejected", backlog, of(Backlog::rejected))
        .description("Rejected updates in the database")
        .register(registry);
    Gauge.builder(PREFIX + "storing", database, it -> it.failure().isEmpty() ? 1 : 0)
        .description("1 while messages are stored, 0 while the database fails")
        .register(registry);
    Gauge.builder(PREFIX + "suspended", suspension, it -> it.active() ? 1 : 0)
        .description("1 while mParticle is asked to stop sending")
        .register(registry);
  }

  private static ToDoubleFunction<BacklogMonitor> of(ToDoubleFunction<Backlog> value) {
    return monitor -> {
      Backlog backlog = monitor.last();
      return backlog == null ? Double.NaN : value.applyAsDouble(backlog);
    };
  }

  @Override
  public void answered(int status, long nanos) {
    Timer.builder(PREFIX + "messages")
        .description("Time from the end of a message to its response")
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
    next.answered(status, nanos);
  }

  @Override
  public void stored(int count) {
    updates.increment(count);
    next.stored(count);
  }
}
