package io.github.brazeaudience.simulation;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.simulation.RunSettings.EntryPoint;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Outcomes that a {@link Scenario} expects from an undisturbed run. */
final class Expectations {
  private Expectations() {}

  static void allAccepted(ScenarioRun run) {
    rejectedExactly(run, outcome -> false, Reason.NAMED_BY_BRAZE);
  }

  static void namedUsersAreRejected(ScenarioRun run) {
    rejectedExactly(run, run::isOfBadUser, Reason.NAMED_BY_BRAZE);
  }

  static void poisonUsersAreRejected(ScenarioRun run) {
    rejectedExactly(run, run::isOfBadUser, Reason.REQUEST_REFUSED);
    long poisoned = run.sent().stream().filter(run::isOfBadUser).count();
    run.expect(
        run.settings.entryPoint.lingers()
            || run.simulation.braze.requests() <= run.fullRequests() + 15 * poisoned,
        "more than 15 requests for a poison user");
  }

  private static void rejectedExactly(
      ScenarioRun run, Predicate<UserOutcome> rejected, Reason reason) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          rejected.test(outcome)
              ? outcome.reason().orElse(null) == reason
              : outcome instanceof Accepted,
          "not the expected outcome: " + outcome);
    }
  }

  static void othersAreAccepted(ScenarioRun run) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          outcome instanceof Accepted || run.sharedRequestWithBadUser(Simulation.user(outcome)),
          "the user was in no request with a bad user, but " + outcome);
    }
  }

  static void acceptedOrUnauthorized(ScenarioRun run) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          outcome instanceof Accepted || outcome.reason().orElseThrow() == Reason.UNAUTHORIZED,
          "only the key is invalid, but " + outcome);
    }
  }

  /** A user whose write may have arrived is pending in the store. */
  static void storeMatchesOutcomes(ScenarioRun run) {
    FaultInjector.Store store =
        Objects.requireNonNull(Objects.requireNonNull(run.settings.faults).store());
    Map<String, MembershipRecord> records =
        store.page("w", null, Integer.MAX_VALUE).stream()
            .collect(Collectors.toMap(StoredRecord::user, StoredRecord::record));
    for (UserOutcome outcome : run.sent()) {
      MembershipRecord record = records.get(Simulation.user(outcome));
      boolean confirmed = record != null && !record.isPending();
      run.expect(
          outcome instanceof Accepted ? confirmed : !confirmed,
          "the store has %s after %s".formatted(record, outcome));
    }
  }

  static void noneIsAccepted(ScenarioRun run) {
    run.expect(
        run.sent().stream().noneMatch(Accepted.class::isInstance),
        "an update was accepted although every request is refused");
    int toSplitOne = 2 * PayloadLimits.MAX_OBJECTS - 1;
    run.expect(
        run.settings.entryPoint != EntryPoint.FORWARD_ALL
            || run.simulation.braze.requests()
                <= (run.settings.concurrency.largest() + 1) * toSplitOne,
        "the request is invalid, but was sent again and again");
  }
}
