package io.github.brazeaudience.outcome;

/** Result of a dry run of retiring an audience. Immutable. */
public final class RetirementPlan {
  private final long users;
  private final long requests;
  private final long dataPoints;

  private RetirementPlan(long users, long requests, long dataPoints) {
    this.users = users;
    this.requests = requests;
    this.dataPoints = dataPoints;
  }

  /** Creates a plan. The forwarder calls this, and so do tests of code that reads plans. */
  public static RetirementPlan of(long users, long requests, long dataPoints) {
    return new RetirementPlan(users, requests, dataPoints);
  }

  /** {@return the number of users with attributes of the audience} */
  public long users() {
    return users;
  }

  /** {@return the number of requests, without retries} */
  public long requests() {
    return requests;
  }

  /** {@return the data points that would be charged, see {@link ForwardSummary#dataPoints}} */
  public long dataPoints() {
    return dataPoints;
  }

  @Override
  public String toString() {
    return "RetirementPlan[users=%s, requests=%s, dataPoints=%s]"
        .formatted(users, requests, dataPoints);
  }
}
