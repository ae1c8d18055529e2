package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a task of the engine failed, so that a write may be anywhere between two
 * stages: all writes that are not in flight get their outcomes, whichever stage had them, and every
 * stage begins anew. Calls and queues stay open, and what is handed in afterwards is delivered as
 * if nothing had been. Confined to the mailbox.
 *
 * <p>It rests on three things that no failure can take away. {@link OpenWrites} has each write
 * until its caller has been told. What an attempt came to is noted on the batch before anything is
 * made of it. And exchanges in flight have their watchdog, so that they end as ever. A recovery
 * that fails, such as for want of heap, is repeated before the next task.
 */
final class Recovery {
  private final Collection<DeliveryCall> calls;
  private final DueBatches due;
  private final Attempts attempts;
  private final UserTurns turns;
  private final OutageGates gates;
  private final Alarm alarm;
  private final Consequences consequences;
  private final @Nullable MembershipLedger ledger;
  private final TimeSource time;

  Recovery(
      Collection<DeliveryCall> calls,
      DueBatches due,
      Attempts attempts,
      UserTurns turns,
      OutageGates gates,
      Alarm alarm,
      Consequences consequences,
      @Nullable MembershipLedger ledger,
      TimeSource time) {
    this.calls = calls;
    this.due = due;
    this.attempts = attempts;
    this.turns = turns;
    this.gates = gates;
    this.alarm = alarm;
    this.consequences = consequences;
    this.ledger = ledger;
    this.time = time;
  }

  /**
   * Ends what is not in flight.
   *
   * @param why what failed
   */
  void run(DeliveryCall.Stop why) {
    judge();
    alarm.reset();
    due.reset();
    gates.reset(attempts::isInFlight);
    if (ledger != null) {
      ledger.reset();
    }
    List<UserWrite> open = new ArrayList<>();
    for (DeliveryCall call : calls) {
      call.reset(attempts::isInFlight);
      call.open().forEach(open::add);
    }
    turns.reset(open.stream().filter(write -> write.inFlight() || write.attempts() > 0).toList());
    end(open, why);
    attempts.collect();
  }

  private void judge() {
    Batch batch = attempts.unjudged();
    Verdict verdict = batch == null ? null : batch.verdict();
    if (batch != null && verdict != null) {
      consequences.judgeOnly(batch, verdict, SafeTime.now(time));
    }
    attempts.judged();
  }

  private void end(List<UserWrite> writes, DeliveryCall.Stop why) {
    Throwable failure = null;
    for (UserWrite write : writes) {
      try {
        end(write, why);
      } catch (Throwable e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw new IllegalStateException("not all writes could be ended", failure);
    }
  }

  private void end(UserWrite write, DeliveryCall.Stop why) {
    if (write.inFlight()) {
      return;
    }
    if (!write.finished()) {
      var unused = write.givenUp(why);
    }
    if (ledger != null) {
      ledger.settleLater(write);
    }
    turns.release(write, SafeTime.nanoTime(time));
    write.call().report(write);
  }
}
