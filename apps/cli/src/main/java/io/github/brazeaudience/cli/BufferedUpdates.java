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
 * Updates that a cancelled forwarder did not read. Each gets an outcome: not sent, or the rejection
 * that it would have had anyway.
 */
final class BufferedUpdates {
  private final AudienceForwarder planner;
  private final boolean hasStore;
  private final Iterator<AudienceUpdate> updates;

  /**
   * The records of the store are not used, because earlier updates were not sent either.
   *
   * @param planner a forwarder without a store
   * @param hasStore true if the run has a store, so changes are enough
   */
  BufferedUpdates(AudienceForwarder planner, boolean hasStore, Iterator<AudienceUpdate> updates) {
    this.planner = planner;
    this.hasStore = hasStore;
    this.updates = updates;
  }

  /** Reports the outcomes; the index continues after the updates that were read. */
  void report(long read, OutcomeHandler handler) {
    for (long index = read; updates.hasNext(); index++) {
      handler.handle(outcome(index, updates.next()));
    }
  }

  private UserOutcome outcome(long index, AudienceUpdate update) {
    for (UserOutcome planned : planner.plan(List.of(update)).outcomes()) {
      if (planned instanceof Rejected rejected) {
        Reason reason = rejected.reason().orElseThrow();
        if (reason != Reason.NEEDS_FULL_MEMBERSHIP || !hasStore) {
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
