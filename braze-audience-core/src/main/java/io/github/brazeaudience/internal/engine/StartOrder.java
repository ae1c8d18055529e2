package io.github.brazeaudience.internal.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which batch starts next: one that waits, if it may, else the next one of a call, by turns.
 * Confined to the mailbox.
 */
final class StartOrder {
  private final Set<DeliveryCall> calls;
  private final DueBatches due;
  private final OutageGates gates;
  private final @Nullable Exports exports;
  private final RetryBudget budget;
  private final Attempts attempts;
  private final Alarm alarm;

  /**
   * An order of starts.
   *
   * @param calls those under way, in the order of their turns, which is changed here
   */
  StartOrder(
      Set<DeliveryCall> calls,
      DueBatches due,
      OutageGates gates,
      @Nullable Exports exports,
      RetryBudget budget,
      Attempts attempts,
      Alarm alarm) {
    this.calls = calls;
    this.due = due;
    this.gates = gates;
    this.exports = exports;
    this.budget = budget;
    this.attempts = attempts;
    this.alarm = alarm;
  }

  /**
   * Takes the next batch.
   *
   * @param underWay how many requests there are already
   * @return null if none may start now
   */
  @Nullable Batch next(long now, int underWay) {
    boolean mayWrite = gates.writes().mayStart(now, underWay);
    boolean mayExport = exports != null && exports.mayStart(now, underWay);
    Batch first = due.first(batch -> batch.isExport() ? mayExport : mayWrite);
    boolean othersFirst = first != null && gates.of(first).waitsForOthers(first);
    if (first != null && !othersFirst && isPaid(first, now)) {
      due.remove(first);
      return first;
    }
    if (mayWrite) {
      gates.writes().beginRound();
    }
    Batch next = nextOfCalls(mayWrite, mayExport, now);
    if (next == null && first != null && othersFirst) {
      due.remove(first);
      return first;
    }
    return next;
  }

  /** Whether the budget allows it, which it is asked for retries only, and once for each. */
  private boolean isPaid(Batch batch, long now) {
    boolean free = batch.failures() == 0 || batch.paid() || gates.of(batch).holding();
    long wait = free ? 0 : budget.take(now);
    if (wait > 0) {
      alarm.set(now + wait, now);
      return false;
    }
    batch.pay();
    return true;
  }

  private @Nullable Batch nextOfCalls(boolean mayWrite, boolean mayExport, long now) {
    for (DeliveryCall call : calls) {
      Batch next = mayExport ? call.nextExport(now, attempts::isInFlight) : null;
      next = next == null && mayWrite ? call.nextBatch(now) : next;
      if (next != null) {
        // The call goes to the end of the line, so that a large one does not starve a small one.
        calls.remove(call);
        calls.add(call);
        return next;
      }
    }
    return null;
  }
}
