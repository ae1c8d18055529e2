package io.github.brazeaudience.outcome;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Result of a dry run of renaming an audience. Immutable. */
public final class RenamingPlan {
  private final long users;
  private final long requests;
  private final long dataPoints;
  private final @Nullable NameConflict conflict;

  private RenamingPlan(
      long users, long requests, long dataPoints, @Nullable NameConflict conflict) {
    this.users = users;
    this.requests = requests;
    this.dataPoints = dataPoints;
    this.conflict = conflict;
  }

  /**
   * Creates a plan. The forwarder calls this, and so do tests of code that reads plans.
   *
   * @param users the number of users who have the audience under another name
   */
  public static RenamingPlan of(long users, long requests, long dataPoints) {
    return new RenamingPlan(users, requests, dataPoints, null);
  }

  /**
   * Creates a plan of a renaming that would be refused as a whole.
   *
   * @param users the number of users who have the audience under another name
   */
  public static RenamingPlan refused(long users, NameConflict conflict) {
    return new RenamingPlan(users, 0, 0, conflict);
  }

  /** {@return the number of users who have the audience under another name} */
  public long users() {
    return users;
  }

  /** {@return the number of requests, without retries; 0 with a conflict} */
  public long requests() {
    return requests;
  }

  /**
   * {@return the data points that would be charged, see {@link ForwardSummary#dataPoints}; 0 with a
   * conflict}
   */
  public long dataPoints() {
    return dataPoints;
  }

  /** {@return why the renaming would be refused, empty if it is possible} */
  public Optional<NameConflict> conflict() {
    return Optional.ofNullable(conflict);
  }

  @Override
  public String toString() {
    return "RenamingPlan[users=%s, requests=%s, dataPoints=%s, conflict=%s]"
        .formatted(users, requests, dataPoints, conflict);
  }
}
