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
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records Micrometer meters of one forwarder.
 *
 * <p>Register it as the forwarder's listener to measure requests. To count outcomes, pass it to
 * {@code forwardAll} as the handler, or pass each outcome of a report or a queue to {@link
 * #handle}. No tag contains a user or an audience, so the number of tag values is small.
 * Thread-safe.
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

  /** Creates the meters in a registry. */
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
    String status = event.status().isPresent() ? Integer.toString(event.status().getAsInt()) : NONE;
    registry
        .timer("braze.audience.requests", "status", status, "reason", reasonTag(event.reason()))
        .record(event.duration());
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    registry.counter("braze.audience.retries", "reason", reasonTag(event.reason())).increment();
  }

  @Override
  public void batchSplit(BatchSplit event) {
    registry.counter("braze.audience.splits").increment();
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    held.set(1);
    registry.counter("braze.audience.outages", "reason", reasonTag(event.reason())).increment();
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    held.set(0);
  }

  @Override
  public void handle(UserOutcome outcome) {
    registry
        .counter(
            "braze.audience.updates",
            "outcome",
            outcomeTag(outcome),
            "reason",
            reasonTag(outcome.reason()))
        .increment();
  }

  /** A gauge refers to its number weakly by default, and is NaN once the forwarder is gone. */
  private AtomicInteger gauge(String name) {
    AtomicInteger number = new AtomicInteger();
    Gauge.builder(name, number, AtomicInteger::get).strongReference(true).register(registry);
    return number;
  }

  private DistributionSummary summary(String name, String unit) {
    return DistributionSummary.builder(name).baseUnit(unit).register(registry);
  }

  private static String outcomeTag(UserOutcome outcome) {
    if (outcome instanceof Accepted) {
      return "accepted";
    } else if (outcome instanceof Unchanged) {
      return "unchanged";
    } else if (outcome instanceof Rejected) {
      return "rejected";
    }
    return outcome instanceof Unconfirmed ? "unconfirmed" : "not_sent";
  }

  private static String reasonTag(Optional<Reason> reason) {
    return reason.map(BrazeAudienceMetrics::reasonTag).orElse(NONE);
  }

  private static String reasonTag(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
