package io.github.brazeaudience.examples.micrometer;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meters of one forwarder. As its listener it measures requests; what became of the updates it
 * counts from the outcomes, wherever they arrive: hand it to {@code forwardAll}, or each outcome of
 * a report or a queue to {@link #handle}. Tags have few values: no user, no audience. Safe for use
 * by several threads.
 */
public final class BrazeAudienceMetrics implements ForwarderListener, OutcomeHandler {
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final AtomicInteger active;
  private final AtomicInteger held;
  private final DistributionSummary users;
  private final DistributionSummary bytes;

  private BrazeAudienceMetrics(MeterRegistry registry) {
    this.registry = registry;
    active = gauge("braze.audience.requests.active");
    held = gauge("braze.audience.held");
    users = summary("braze.audience.request.users", "users");
    bytes = summary("braze.audience.request.size", "bytes");
  }

  /** Begins to measure into a registry. */
  public static BrazeAudienceMetrics of(MeterRegistry registry) {
    return new BrazeAudienceMetrics(registry);
  }

  @Override
  public void attemptStarted(AttemptStarted event) {
    active.incrementAndGet();
    users.record(event.users());
    bytes.record((double) event.bytes());
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    active.decrementAndGet();
    String status = event.status().isPresent() ? "" + event.status().getAsInt() : NONE;
    registry
        .timer("braze.audience.requests", "status", status, "reason", tag(event.reason()))
        .record(event.duration());
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    registry.counter("braze.audience.retries", "reason", tag(event.reason())).increment();
  }

  @Override
  public void batchSplit(BatchSplit event) {
    registry.counter("braze.audience.splits").increment();
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    held.set(1);
    registry.counter("braze.audience.outages", "reason", tag(event.reason())).increment();
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    held.set(0);
  }

  @Override
  public void handle(UserOutcome outcome) {
    registry
        .counter(
            "braze.audience.updates", "outcome", kind(outcome), "reason", tag(outcome.reason()))
        .increment();
  }

  private AtomicInteger gauge(String name) {
    return registry.gauge(name, new AtomicInteger());
  }

  private DistributionSummary summary(String name, String unit) {
    return DistributionSummary.builder(name).baseUnit(unit).register(registry);
  }

  private static String kind(UserOutcome outcome) {
    if (outcome instanceof Accepted) {
      return "accepted";
    } else if (outcome instanceof Unchanged) {
      return "unchanged";
    } else if (outcome instanceof Rejected) {
      return "rejected";
    }
    return outcome instanceof Unconfirmed ? "unconfirmed" : "not_sent";
  }

  private static String tag(Optional<Reason> reason) {
    return reason.map(BrazeAudienceMetrics::tag).orElse(NONE);
  }

  private static String tag(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
