package io.github.brazeaudience.micrometer;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RedeliveryScheduled;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.UserOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Micrometer meters of one forwarder: a listener that measures requests, and a handler that counts
 * outcomes.
 *
 * <p>Register the object as the forwarder's listener. To count outcomes, pass it to {@code
 * forwardAll} as the handler, or pass each outcome of a report or a queue to {@link #handle}. Use
 * one object for each forwarder. All meters have the tag {@code forwarder}, which distinguishes
 * several forwarders in a registry. No tag contains a user or an audience, so tags have few values.
 *
 * <p>Methods are thread-safe. Arguments that are null cause a {@code NullPointerException}.
 *
 * @see <a href="https://docs.micrometer.io/micrometer/reference/concepts/naming.html">Micrometer:
 *     naming meters</a>
 */
public final class ForwarderMetrics implements ForwarderListener, OutcomeHandler, AutoCloseable {
  /** The value of the tag {@code forwarder} unless another one is given. */
  public static final String DEFAULT_FORWARDER = "default";

  private static final String OPERATION = "operation";
  private static final String REASON = "reason";
  private static final Set<String> OWN_KEYS =
      Set.of("forwarder", OPERATION, REASON, "status", "outcome", "header", "complete", "queue");

  private final Gauges gauges;
  private final Meters meters;
  private final Counter splits;
  private final Counter dataPoints;
  private final AtomicInteger active;
  private final QueueGauges queues;

  private ForwarderMetrics(MeterRegistry registry, Tags common) {
    gauges = new Gauges(registry, common);
    active = gauges.number("braze.audience.requests.active", "Requests in flight", Tags.empty());
    queues = new QueueGauges(gauges);
    meters = new Meters(registry, common);
    splits = meters.splits().withTags();
    dataPoints = meters.dataPoints().withTags();
  }

  /**
   * Creates the meters of a forwarder with the tag {@code forwarder} = {@value #DEFAULT_FORWARDER}.
   *
   * @throws IllegalStateException if the registry has the meters of a forwarder with the same tags
   */
  public static ForwarderMetrics of(MeterRegistry registry) {
    return of(registry, DEFAULT_FORWARDER);
  }

  /**
   * Creates the meters of a forwarder.
   *
   * @param forwarder the value of the tag {@code forwarder}
   * @throws IllegalArgumentException if {@code forwarder} is blank
   * @throws IllegalStateException if the registry has the meters of a forwarder with the same tags
   */
  public static ForwarderMetrics of(MeterRegistry registry, String forwarder) {
    return of(registry, forwarder, Tags.empty());
  }

  /**
   * Creates the meters of a forwarder with additional tags. Prometheus needs the same tag keys on
   * all meters with one name, so give all forwarders of a registry the same keys.
   *
   * @param forwarder the value of the tag {@code forwarder}
   * @param tags added to every meter
   * @throws IllegalArgumentException if {@code forwarder} is blank, or a meter has a tag with one
   *     of the keys
   * @throws IllegalStateException if the registry has the meters of a forwarder with the same tags
   */
  public static ForwarderMetrics of(MeterRegistry registry, String forwarder, Iterable<Tag> tags) {
    return new ForwarderMetrics(
        Objects.requireNonNull(registry, "registry"), commonTags(forwarder, tags));
  }

  /** Checks and joins the tags of all meters. */
  static Tags commonTags(String forwarder, Iterable<Tag> tags) {
    if (forwarder.isBlank()) {
      throw new IllegalArgumentException("`forwarder` must not be blank");
    }
    for (Tag tag : tags) {
      if (OWN_KEYS.contains(tag.getKey())) {
        throw new IllegalArgumentException(
            "the meters already have a tag `%s`; use another key".formatted(tag.getKey()));
      }
    }
    return Tags.of(tags).and("forwarder", forwarder);
  }

  /**
   * Adds the gauges {@code braze.audience.queue.size} and {@code braze.audience.queue.capacity}.
   *
   * @param name the value of the tag {@code queue}; a queue that was added with the same name is
   *     replaced
   * @throws IllegalArgumentException if {@code name} is blank
   */
  public void monitor(AudienceQueue queue, String name) {
    Objects.requireNonNull(queue, "queue");
    if (name.isBlank()) {
      throw new IllegalArgumentException("`name` must not be blank");
    }
    queues.put(name, queue);
  }

  @Override
  public void attemptStarted(AttemptStarted event) {
    Tags tags = Tags.of(OPERATION, TagValues.of(event.operation()));
    active.incrementAndGet();
    held(event.operation());
    meters.requestUsers().withTags(tags).record(event.users());
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    active.decrementAndGet();
    Tags operation = Tags.of(OPERATION, TagValues.of(event.operation()));
    if (event.bytes() > 0) {
      meters.requestSize().withTags(operation).record((double) event.bytes());
    }
    meters
        .requests()
        .withTags(
            operation
                .and("status", TagValues.of(event.status()))
                .and(REASON, TagValues.of(event.reason())))
        .record(event.duration());
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    meters.retries().withTag(REASON, TagValues.of(event.reason())).increment();
  }

  @Override
  public void redeliveryScheduled(RedeliveryScheduled event) {
    meters.redeliveries().withTag(REASON, TagValues.of(event.reason())).increment();
  }

  @Override
  public void retryHintCorrected(RetryHintCorrected event) {
    headerCorrected(event.operation(), event.header());
  }

  @Override
  public void rateLimitCorrected(RateLimitCorrected event) {
    headerCorrected(event.operation(), event.header());
  }

  private void headerCorrected(BrazeOperation operation, String header) {
    Tags tags = Tags.of(OPERATION, TagValues.of(operation), "header", TagValues.lowerCase(header));
    meters.headersCorrected().withTags(tags).increment();
  }

  @Override
  public void batchSplit(BatchSplit event) {
    splits.increment();
  }

  @Override
  public void readBackDelayed(ReadBackDelayed event) {
    meters.readBackDelay().withTags().record(event.delay());
  }

  @Override
  public void requestsDelayed(RequestsDelayed event) {
    meters
        .requestsDelay()
        .withTags(Tags.of(OPERATION, TagValues.of(event.operation())))
        .record(event.delay());
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    held(event.operation()).set(1);
    Tags tags =
        Tags.of(OPERATION, TagValues.of(event.operation()), REASON, TagValues.of(event.reason()));
    meters.outages().withTags(tags).increment();
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    held(event.operation()).set(0);
  }

  private AtomicInteger held(BrazeOperation operation) {
    return gauges.number(
        "braze.audience.held",
        "1 during an outage, when only probes are sent",
        Tags.of(OPERATION, TagValues.of(operation)));
  }

  @Override
  public void maxInFlightChanged(MaxInFlightChanged event) {
    gauges
        .number("braze.audience.requests.limit", "Requests that may be in flight", Tags.empty())
        .set(event.now());
  }

  @Override
  public void maxObjectsChanged(MaxObjectsChanged event) {
    gauges
        .number(
            "braze.audience.request.objects.limit",
            "Learned maximum number of objects in a request",
            Tags.empty())
        .set(event.now());
  }

  @Override
  public void callFinished(CallFinished event) {
    meters
        .calls()
        .withTag("complete", Boolean.toString(event.summary().complete()))
        .record(event.duration());
    dataPoints.increment((double) event.summary().dataPoints());
  }

  /** Counts an outcome. */
  @Override
  public void handle(UserOutcome outcome) {
    meters
        .updates()
        .withTags(Tags.of("outcome", TagValues.of(outcome), REASON, TagValues.of(outcome.reason())))
        .increment();
  }

  /**
   * Removes the gauges from the registry. Counters and timers stay and continue if another object
   * is created with the same tags. Call it after the forwarder is closed; a program whose forwarder
   * lives as long as the registry does not have to.
   */
  @Override
  public void close() {
    gauges.close();
  }
}
