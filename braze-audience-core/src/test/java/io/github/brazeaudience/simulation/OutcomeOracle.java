package io.github.brazeaudience.simulation;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.DeliveryTrace.ObjectWrite;
import io.github.brazeaudience.simulation.DeliveryTrace.UpdateTrace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Test oracle that compares outcomes with the requests and profiles of a simulated Braze. */
final class OutcomeOracle {
  private final SimulatedBraze braze;
  private final DeliveryTrace trace;
  private final Map<Long, UserOutcome> outcomes = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  private OutcomeOracle(SimulatedBraze braze, DeliveryTrace trace) {
    this.braze = braze;
    this.trace = trace;
  }

  /**
   * Checks all outcomes after the simulation is idle and returns a description of each violation.
   *
   * @param inputs the ids of all submitted updates
   */
  static List<String> violations(
      SimulatedBraze braze,
      DeliveryTrace trace,
      Collection<Long> inputs,
      Collection<UserOutcome> outcomes) {
    OutcomeOracle oracle = new OutcomeOracle(braze, trace);
    oracle.checkOneOutcomePerUpdate(inputs, outcomes);
    outcomes.forEach(oracle::check);
    trace.writes().forEach(oracle::checkProfile);
    oracle.violations.addAll(braze.violations());
    oracle.violations.addAll(trace.violations());
    return oracle.violations;
  }

  private void checkOneOutcomePerUpdate(Collection<Long> inputs, Collection<UserOutcome> all) {
    for (UserOutcome outcome : all) {
      if (outcomes.put(Simulation.id(outcome), outcome) != null) {
        violations.add("a second outcome: " + outcome);
      }
    }
    for (Long input : inputs) {
      if (!outcomes.containsKey(input)) {
        violations.add("no outcome for update " + input);
      }
    }
    if (outcomes.size() > inputs.size()) {
      violations.add("more outcomes than updates");
    }
  }

  private void check(UserOutcome outcome) {
    UpdateTrace update = trace.update(Simulation.id(outcome));
    if (outcome.attempts() != update.attempts) {
      violations.add(
          String.format(Locale.ROOT, "there were %d attempts: %s", update.attempts, outcome));
    }
    if (!isConsistent(outcome, update)) {
      violations.add(
          "may have arrived: %b, acknowledged: %b, named: %b, refused alone: %b, reason: %s, but %s"
              .formatted(
                  update.mayHaveArrived,
                  update.acknowledged,
                  update.named,
                  update.refusedAlone,
                  update.reason,
                  outcome));
    }
  }

  private static boolean isConsistent(UserOutcome outcome, UpdateTrace update) {
    if (outcome instanceof Accepted) {
      return update.acknowledged;
    }
    Reason reason = outcome.reason().orElse(null);
    if (outcome instanceof Unconfirmed) {
      return update.mayHaveArrived && !update.acknowledged && reason == update.reason;
    }
    if (outcome instanceof NotSent notSent) {
      return !update.mayHaveArrived
          && (update.reason == null || reason == update.reason || isEndedByCaller(reason, update))
          && (reason != Reason.RATE_LIMITED || notSent.retryAt().isPresent());
    }
    return reason == Reason.NAMED_BY_BRAZE
        ? update.named
        : reason == Reason.REQUEST_REFUSED ? update.refusedAlone : update.attempts == 0;
  }

  /** True if the caller, not the network, ended an attempt that was aborted before it was sent. */
  private static boolean isEndedByCaller(Reason reason, UpdateTrace update) {
    return update.reason == Reason.UNREACHABLE
        && (reason == Reason.CANCELLED || reason == Reason.CLOSED);
  }

  /**
   * Checks that a profile has the value of the last accepted write, or of a later write that may
   * have arrived.
   */
  private void checkProfile(String user, List<ObjectWrite> writes) {
    Set<@Nullable Object> possible = new HashSet<>();
    possible.add(null);
    for (ObjectWrite write : writes) {
      boolean accepted = false;
      for (Long id : write.ids) {
        boolean isAccepted = outcomes.get(id) instanceof Accepted;
        accepted |= isAccepted;
        if (trace.hasPerAudienceAttributes()) {
          checkPerAudienceAttribute(user, id, isAccepted);
        }
      }
      if (accepted) {
        possible.clear();
      }
      if (accepted || write.mayHaveArrived) {
        possible.add(write.value);
      }
    }
    Object found = braze.attribute(user, DeliveryTrace.SINGLE);
    if (!possible.contains(found)) {
      violations.add(
          "the profile of %s has %s, expected one of %s".formatted(user, found, possible));
    }
  }

  private void checkPerAudienceAttribute(String user, Long id, boolean accepted) {
    Object found = braze.attribute(user, DeliveryTrace.PREFIX + id);
    if (accepted && found == null) {
      violations.add(
          String.format(Locale.ROOT, "the profile of %s lacks the accepted update %d", user, id));
    } else if (found != null && !trace.update(id).mayHaveArrived) {
      violations.add(
          String.format(
              Locale.ROOT, "the profile of %s has update %d, which cannot have arrived", user, id));
    }
  }
}
