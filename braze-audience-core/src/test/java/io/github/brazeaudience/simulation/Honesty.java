package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.Ledger.Trace;
import io.github.brazeaudience.simulation.Ledger.Written;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares outcomes with what Braze saw and holds; the lies are told in words. */
public final class Honesty {
  private final SimulatedBraze braze;
  private final Ledger ledger;
  private final Map<Long, UserOutcome> outcomes = new HashMap<>();
  private final List<String> lies = new ArrayList<>();

  private Honesty(SimulatedBraze braze, Ledger ledger) {
    this.braze = braze;
    this.ledger = ledger;
  }

  /**
   * Checks all outcomes of a simulation that has run out.
   *
   * @param inputs the ids of all updates that were handed in
   */
  public static List<String> lies(
      SimulatedBraze braze,
      Ledger ledger,
      Collection<Long> inputs,
      Collection<UserOutcome> outcomes) {
    Honesty honesty = new Honesty(braze, ledger);
    honesty.checkOneForEach(inputs, outcomes);
    outcomes.forEach(honesty::check);
    ledger.writes().forEach(honesty::checkProfile);
    honesty.lies.addAll(braze.violations());
    honesty.lies.addAll(ledger.violations());
    return honesty.lies;
  }

  private void checkOneForEach(Collection<Long> inputs, Collection<UserOutcome> all) {
    for (UserOutcome outcome : all) {
      if (outcomes.put(Simulation.id(outcome), outcome) != null) {
        lies.add("a second outcome: " + outcome);
      }
    }
    for (Long input : inputs) {
      if (!outcomes.containsKey(input)) {
        lies.add("no outcome for update " + input);
      }
    }
    if (outcomes.size() > inputs.size()) {
      lies.add("more outcomes than inputs");
    }
  }

  private void check(UserOutcome outcome) {
    Trace trace = ledger.trace(Simulation.id(outcome));
    if (outcome.attempts() != trace.attempts) {
      lies.add(String.format(Locale.ROOT, "there were %d attempts: %s", trace.attempts, outcome));
    }
    if (!isTrue(outcome, trace)) {
      lies.add(
          "may have arrived: %b, covered: %b, named: %b, refused alone: %b, reason: %s, but %s"
              .formatted(
                  trace.mayHaveArrived,
                  trace.covered,
                  trace.named,
                  trace.refusedAlone,
                  trace.reason,
                  outcome));
    }
  }

  private static boolean isTrue(UserOutcome outcome, Trace trace) {
    if (outcome instanceof Accepted) {
      return trace.covered;
    }
    Reason reason = outcome.reason().orElse(null);
    if (outcome instanceof Unconfirmed) {
      return trace.mayHaveArrived && !trace.covered && reason == trace.reason;
    }
    if (outcome instanceof NotSent notSent) {
      return !trace.mayHaveArrived
          && (trace.reason == null || reason == trace.reason || isEnding(reason, trace))
          && (reason != Reason.RATE_LIMITED || notSent.retryAt().isPresent());
    }
    return reason == Reason.NAMED_BY_BRAZE
        ? trace.named
        : reason == Reason.REQUEST_REFUSED ? trace.refusedAlone : trace.attempts == 0;
  }

  /** An attempt that was aborted before it left was ended by the caller, not by the network. */
  private static boolean isEnding(Reason reason, Trace trace) {
    return trace.reason == Reason.UNREACHABLE
        && (reason == Reason.CANCELLED || reason == Reason.CLOSED);
  }

  /** A profile is as the last accepted write left it, if none that may have arrived came later. */
  private void checkProfile(String user, List<Written> writes) {
    Set<@Nullable Object> possible = new HashSet<>();
    possible.add(null);
    for (Written write : writes) {
      boolean accepted = false;
      for (Long id : write.ids) {
        boolean isAccepted = outcomes.get(id) instanceof Accepted;
        accepted |= isAccepted;
        if (ledger.hasNames()) {
          checkName(user, id, isAccepted);
        }
      }
      if (accepted) {
        possible.clear();
      }
      if (accepted || write.mayHaveArrived) {
        possible.add(write.value);
      }
    }
    Object found = braze.attribute(user, Ledger.SINGLE);
    if (!possible.contains(found)) {
      lies.add("the profile of %s has %s, but should %s".formatted(user, found, possible));
    }
  }

  private void checkName(String user, Long id, boolean accepted) {
    Object found = braze.attribute(user, Ledger.PREFIX + id);
    if (accepted && found == null) {
      lies.add(
          String.format(Locale.ROOT, "the profile of %s lacks the accepted update %d", user, id));
    } else if (found != null && !ledger.trace(id).mayHaveArrived) {
      lies.add(
          String.format(Locale.ROOT, "the profile of %s has update %d, which cannot be", user, id));
    }
  }
}
