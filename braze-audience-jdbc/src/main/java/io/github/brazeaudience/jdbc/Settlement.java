package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Result of a delivery, to be recorded in one transaction. The updates of a user are final up to
 * the first one that was not sent or not confirmed. That one and all later ones are delivered
 * again, so an update is never the last one to be written if a later one of its user was written.
 *
 * @param finalIds the updates to delete, including the rejected ones
 * @param rejections the updates to keep for inspection
 * @param attempts the numbers of attempts of the updates to deliver again, by their ids
 * @param free the users who can be claimed at once
 * @param coolingDown the users who were written and can be claimed after the cooldown
 * @param failed the users whose updates are delivered again
 * @param finalOutcomes the outcomes of the final updates
 */
record Settlement(
    List<Long> finalIds,
    List<Rejection> rejections,
    Map<Long, Integer> attempts,
    List<Long> free,
    List<Long> coolingDown,
    List<FailedUser> failed,
    List<UserOutcome> finalOutcomes) {

  /** Update to keep for inspection. */
  record Rejection(long id, int attempts, Reason reason, String message) {}

  /**
   * User whose updates are delivered again.
   *
   * @param failures the number of failed deliveries in a row
   * @param delay the time until the next delivery
   */
  record FailedUser(long userHash, int failures, Duration delay) {}

  /** Decides the time until the next delivery. */
  @FunctionalInterface
  interface Backoff {
    Duration delay(int failures, UserOutcome outcome);
  }

  /** {@return the settlement of updates that were not delivered} */
  static Settlement released(List<OutboxRow> rows) {
    Settlement settlement = empty();
    rows.stream().map(OutboxRow::userHash).distinct().forEach(settlement.free::add);
    return settlement;
  }

  /**
   * Decides the result of a delivery.
   *
   * @param rows the updates, those of each user in order
   * @param outcomes the outcome of each update
   */
  static Settlement of(List<OutboxRow> rows, List<UserOutcome> outcomes, Backoff backoff) {
    Map<Long, List<Integer>> byUser = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      byUser.computeIfAbsent(rows.get(i).userHash(), user -> new ArrayList<>(1)).add(i);
    }
    Settlement settlement = empty();
    byUser.forEach((user, indexes) -> settlement.add(user, indexes, rows, outcomes, backoff));
    return settlement;
  }

  private static Settlement empty() {
    return new Settlement(
        new ArrayList<>(),
        new ArrayList<>(),
        new LinkedHashMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  private void add(
      long user,
      List<Integer> indexes,
      List<OutboxRow> rows,
      List<UserOutcome> outcomes,
      Backoff backoff) {
    boolean attempted = false;
    UserOutcome failure = null;
    for (int i : indexes) {
      OutboxRow row = rows.get(i);
      UserOutcome outcome = outcomes.get(i);
      int total = row.attempts() + outcome.attempts();
      attempted |= outcome.attempts() > 0;
      if (failure == null && !isFinal(outcome)) {
        failure = outcome;
        int failures = row.failures() + 1;
        failed.add(new FailedUser(user, failures, backoff.delay(failures, outcome)));
      }
      if (failure == null) {
        end(row.id(), total, outcome);
      } else if (outcome.attempts() > 0) {
        attempts.put(row.id(), total);
      }
    }
    if (failure == null) {
      (attempted ? coolingDown : free).add(user);
    }
  }

  private void end(long id, int total, UserOutcome outcome) {
    finalIds.add(id);
    finalOutcomes.add(outcome);
    if (outcome instanceof Rejected rejected) {
      Reason reason = rejected.reason().orElse(Reason.REQUEST_REFUSED);
      rejections.add(new Rejection(id, total, reason, rejected.message()));
    }
  }

  static boolean isFinal(UserOutcome outcome) {
    return !(outcome instanceof NotSent || outcome instanceof Unconfirmed);
  }
}
