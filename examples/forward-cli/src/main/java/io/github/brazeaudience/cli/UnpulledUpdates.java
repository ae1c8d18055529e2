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
  private final AudienceForwarder forwarder;
  private final Iterator<AudienceUpdate> updates;

  UnpulledUpdates(AudienceForwarder forwarder, Iterator<AudienceUpdate> updates) {
    this.forwarder = forwarder;
    this.updates = updates;
  }

  /** Gives the outcomes, counting on from the number of updates that were pulled. */
  void handOver(long pulled, OutcomeHandler handler) {
    for (long index = pulled; updates.hasNext(); index++) {
      handler.handle(outcome(index, updates.next()));
    }
  }

  private UserOutcome outcome(long index, AudienceUpdate update) {
    for (UserOutcome planned : forwarder.plan(List.of(update)).outcomes()) {
      if (planned instanceof Rejected rejected) {
        Reason reason = rejected.reason().orElseThrow();
        return Rejected.of(index, update, 0, reason, rejected.message());
      }
      if (planned instanceof Unchanged) {
        return Unchanged.of(index, update, 0);
      }
    }
    return NotSent.of(
        index, update, 0, Reason.CANCELLED, "the run was cancelled; forward it again", null);
  }
}
