package io.github.brazeaudience.outcome;

import java.util.List;
import java.util.Locale;

/** What forwarding some updates would do, with nothing sent. Immutable. */
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
   * A plan; the forwarder makes them, and tests of code that reads them.
   *
   * @param bodies the request bodies in the order of sending
   * @param outcomes the outcomes of the updates that would not be sent
   * @param dataPoints what older contracts would be charged for
   * @return the plan
   */
  public static ForwardPlan of(List<byte[]> bodies, List<UserOutcome> outcomes, long dataPoints) {
    return new ForwardPlan(bodies, outcomes, dataPoints);
  }

  /**
   * The exact bodies that would be posted, in order.
   *
   * @return copies, UTF-8
   */
  public List<byte[]> bodies() {
    return bodies.stream().map(byte[]::clone).toList();
  }

  /**
   * The outcomes of the updates that would not be sent, {@link Rejected} or {@link Unchanged}, in
   * the order of the inputs.
   *
   * @return an immutable list
   */
  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /**
   * The number of requests, if none had to be repeated.
   *
   * @return the count
   */
  public long requests() {
    return bodies.size();
  }

  /**
   * What older Braze contracts would be charged for, see {@link ForwardSummary#dataPoints}.
   *
   * @return the count
   */
  public long dataPoints() {
    return dataPoints;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ForwardPlan[requests=%d, dataPoints=%d, notSentUpdates=%d]",
        requests(),
        dataPoints,
        outcomes.size());
  }
}
