package io.github.brazeaudience.outcome;

import java.util.List;

/** Result of a dry run: the requests that forwarding would send. Immutable. */
public final class ForwardPlan {
  private final List<byte[]> bodies;
  private final List<UserOutcome> outcomes;
  private final long dataPoints;

  private ForwardPlan(List<byte[]> bodies, List<UserOutcome> outcomes, long dataPoints) {
    this.bodies = bodies.stream().map(byte[]::clone).toList();
    this.outcomes = List.copyOf(outcomes);
    this.dataPoints = dataPoints;
  }

  /**
   * Creates a plan. The forwarder calls this, and so do tests of code that reads plans.
   *
   * @param bodies the request bodies in the order of sending
   * @param outcomes the outcomes of the updates that would not be sent
   * @param dataPoints see {@link ForwardSummary#dataPoints}
   */
  public static ForwardPlan of(List<byte[]> bodies, List<UserOutcome> outcomes, long dataPoints) {
    return new ForwardPlan(bodies, outcomes, dataPoints);
  }

  /** {@return copies of the exact request bodies, in order, in UTF-8} */
  public List<byte[]> bodies() {
    return bodies.stream().map(byte[]::clone).toList();
  }

  /**
   * Returns the outcomes of the updates that would not be sent, {@link Rejected} or {@link
   * Unchanged}, in input order.
   */
  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /** {@return the number of requests, without retries} */
  public long requests() {
    return bodies.size();
  }

  /** {@return the data points that would be charged, see {@link ForwardSummary#dataPoints}} */
  public long dataPoints() {
    return dataPoints;
  }

  @Override
  public String toString() {
    return "ForwardPlan[requests=%s, dataPoints=%s, notSentUpdates=%s]"
        .formatted(requests(), dataPoints, outcomes.size());
  }
}
