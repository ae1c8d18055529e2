package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.TimeSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How writes, batches and calls end, each once. Confined to the mailbox. */
final class Endings {
  private final Collection<DeliveryCall> calls;
  private final DueBatches due;
  private final Attempts attempts;
  private final UserTurns turns;
  private final @Nullable MembershipLedger ledger;
  private final TimeSource time;

  Endings(
      Collection<DeliveryCall> calls,
      DueBatches due,
      Attempts attempts,
      UserTurns turns,
      @Nullable MembershipLedger ledger,
      TimeSource time) {
    this.calls = calls;
    this.due = due;
    this.attempts = attempts;
    this.turns = turns;
    this.ledger = ledger;
    this.time = time;
  }

  /**
   * Gives a write its outcome and its user's turn back, once the membership store knows of it, so
   * that the user's next write is decided by what this one came to. If the store does not return,
   * the write is reported without it, and only the user's next one waits.
   */
  void finish(UserWrite write, List<UserOutcome> outcomes) {
    long endedAt = time.nanoTime();
    if (outcomes.get(outcomes.size() - 1) instanceof Accepted) {
      write.call().accepted();
    }
    RecordChange change = write.afterwards(outcomes);
    if (ledger == null || change == null) {
      settled(write, endedAt);
    } else {
      ledger.settle(write, change, () -> settled(write, endedAt));
    }
  }

  private void settled(UserWrite write, long endedAt) {
    turns.release(write, endedAt);
    write.call().report(write);
  }

  void giveUp(UserWrite write, DeliveryCall.Stop why) {
    finish(write, write.givenUp(why));
  }

  /** Ends a batch and all writes in it that have no outcome. */
  void giveUp(Batch batch, DeliveryCall.Stop why) {
    retire(batch);
    for (UserWrite write : batch.writes()) {
      if (!write.finished()) {
        giveUp(write, why);
      }
    }
  }

  /** The batch is over; its writes are finished or go on in others. */
  void retire(Batch batch) {
    batch.settled();
    batch.call().batches().remove(batch);
    due.remove(batch);
    if (ledger != null) {
      ledger.retired(batch);
    }
  }

  /** Starts nothing more for a call. What is in flight is let come to its end. */
  void stop(DeliveryCall call, DeliveryCall.Stop why) {
    if (call.stop() != null) {
      return;
    }
    call.stop(why);
    // It is not the turn of their users, so that there is none to be given back.
    for (UserWrite write : call.takeParked()) {
      var unused = write.givenUp(why);
      call.report(write);
    }
    call.takeUnread().forEach(write -> giveUp(write, why));
    call.takeReady().forEach(write -> giveUp(write, why));
    for (Batch batch : List.copyOf(call.batches())) {
      if (!attempts.isInFlight(batch)) {
        giveUp(batch, why);
      }
    }
    if (ledger != null) {
      ledger.stopped(call);
    }
  }

  void stopAll(DeliveryCall.Stop why) {
    List.copyOf(calls).forEach(call -> stop(call, why));
  }

  /** Starts nothing more for a call, and ends what is in flight. */
  void abort(DeliveryCall call, DeliveryCall.Stop why) {
    stop(call, why);
    List.copyOf(call.batches()).forEach(attempts::abort);
  }

  void abortAll(DeliveryCall.Stop why) {
    List.copyOf(calls).forEach(call -> abort(call, why));
  }
}
