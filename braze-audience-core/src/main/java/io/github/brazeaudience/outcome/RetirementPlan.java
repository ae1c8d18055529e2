package io.github.brazeaudience.outcome;

import java.util.Locale;

/** What the retirement of an audience would do. Immutable. */
public final class RetirementPlan {
  private final long users;
  private final long requests;
  private final long dataPoints;

  private RetirementPlan(long users, long requests, long dataPoints) {
    this.users = users;
    this.requests = requests;
    this.dataPoints = dataPoints;
  }

  /**
   * A plan.
   *
   * @param users how many users are concerned
   * @param requests how many requests that takes
   * @param dataPoints how many data points that costs
   * @return the plan
   */
  public static RetirementPlan of(long users, long requests, long dataPoints) {
    return new RetirementPlan(users, requests, dataPoints);
  }

  /**
   * How many users have something of the audience.
   *
   * @return 0 if nothing is to be done
   */
  public long users() {
    return users;
  }

  /**
   * How many requests it takes if none has to be repeated.
   *
   * @return the number of requests
   */
  public long requests() {
    return requests;
  }

  /**
   * What it costs on contracts that count data points.
   *
   * @return the number of data points
   */
  public long dataPoints() {
    return dataPoints;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "RetirementPlan[users=%d, requests=%d, dataPoints=%d]",
        users,
        requests,
        dataPoints);
  }
}
