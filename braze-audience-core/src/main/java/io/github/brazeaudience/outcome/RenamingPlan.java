package io.github.brazeaudience.outcome;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the renaming of an audience would do. Immutable. */
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
   * A plan of a renaming that can be done.
   *
   * @param users the number of users who have the audience under another name
   * @param requests the number of requests
   * @param dataPoints the number of data points
   * @return the plan
   */
  public static RenamingPlan of(long users, long requests, long dataPoints) {
    return new RenamingPlan(users, requests, dataPoints, null);
  }

  /**
   * A plan of a renaming that would be refused as a whole.
   *
   * @param users the number of users who have the audience under another name
   * @param conflict why
   * @return the plan
   */
  public static RenamingPlan refused(long users, NameConflict conflict) {
    return new RenamingPlan(users, 0, 0, conflict);
  }

  /**
   * The number of users who have the audience under another name.
   *
   * @return 0 if nothing is to be done
   */
  public long users() {
    return users;
  }

  /** {@return the number of requests if none has to be repeated, 0 with a conflict} */
  public long requests() {
    return requests;
  }

  /** {@return the number of data points on contracts that count them, 0 with a conflict} */
  public long dataPoints() {
    return dataPoints;
  }

  /** {@return why the renaming would be refused, empty if it can be done} */
  public Optional<NameConflict> conflict() {
    return Optional.ofNullable(conflict);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "RenamingPlan[users=%d, requests=%d, dataPoints=%d, conflict=%s]",
        users,
        requests,
        dataPoints,
        conflict);
  }
}
