package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.Iterator;
import java.util.List;

/**
 * The updates that a cancelled forwarder has left in the inputs. Each has its outcome all the same:
 * it is not sent, unless it would not have been sent anyhow.
 */
final class UnpulledUpdates {
  private final AudienceForwarder planner;
  private final boolean remembers;
  private final Iterator<AudienceUpdate> updates;

  /**
   * What a store holds does not count here, because updates before these were not sent either.
   *
   * @param planner without a store
   * @param remembers whether the run has one, which makes changes enough
   */
  UnpulledUpdates(AudienceForwarder planner, boolean remembers, Iterator<AudienceUpdate> updates) {
    this.planner = planner;
    this.remembers = remembers;
    this.updates = updates;
  }

  /** Gives the outcomes, counting on from the number of updates that were pulled. */
  void handOver(long pulled, OutcomeHandler handler) {
    for (long index = pulled; updates.hasNext(); index++) {
      handler.handle(outcome(index, updates.next()));
    }
  }

  private UserOutcome outcome(long index, AudienceUpdate update) {
    for (UserOutcome planned : planner.plan(List.of(update)).outcomes()) {
      if (planned instanceof Rejected rejected) {
        Reason reason = rejected.reason().orElseThrow();
        if (reason != Reason.NEEDS_FULL_MEMBERSHIP || !remembers) {
          return Rejected.of(index, update, 0, reason, rejected.message());
        }
      }
      if (planned instanceof Unchanged) {
        return Unchanged.of(index, update, 0);
      }
    }
    return NotSent.of(
        index, update, 0, Reason.CANCELLED, "the run was cancelled; forward it again", null);
  }
}
