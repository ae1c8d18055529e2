package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.util.List;

/** What the membership store's knowledge makes of writes. Confined to the mailbox. */
final class StoreDecisions implements MembershipLedger.Decisions {
  private final MembershipLedger ledger;
  private final Exports exports;
  private final Endings endings;
  private final DueBatches due;

  StoreDecisions(MembershipLedger ledger, Exports exports, Endings endings, DueBatches due) {
    this.ledger = ledger;
    this.exports = exports;
    this.endings = endings;
    this.due = due;
  }

  @Override
  public void decided(List<UserWrite> writes) {
    for (UserWrite write : writes) {
      DeliveryCall call = write.call();
      call.decided();
      DeliveryCall.Stop stop = call.stop();
      if (write.isOver()) {
        endings.finish(write, write.over());
      } else if (stop != null) {
        endings.giveUp(write, stop);
      } else {
        call.ready().add(write);
      }
    }
  }

  @Override
  public void unread(List<UserWrite> writes) {
    for (UserWrite write : writes) {
      DeliveryCall call = write.call();
      call.decided();
      DeliveryCall.Stop stop = call.stop();
      if (stop != null) {
        endings.giveUp(write, stop);
      } else {
        exports.add(write);
      }
    }
  }

  /** Only these writes end; the next ones of their calls try the store again. */
  @Override
  public void failed(List<UserWrite> writes, DeliveryCall.Stop why) {
    for (UserWrite write : writes) {
      write.call().decided();
      DeliveryCall.Stop stop = write.call().stop();
      // That the deadline stopped the call says less than that the store failed.
      endings.giveUp(write, stop == null || stop.reason() == Reason.DEADLINE ? why : stop);
    }
  }

  /** Goes on with writes whose users Braze has told of. */
  void readBack(Batch batch, Verdict.Exported answer) {
    exports.read(batch, answer, this);
  }

  /** Reads back nothing for a call for a while, which otherwise goes on. */
  void stopReading(DeliveryCall call, DeliveryCall.Stop why) {
    exports.stop(call, why);
  }

  /** How many batches are being marked, which then start. */
  int marking() {
    return ledger.marking();
  }

  /** Marks the users of a batch in the membership store, after which it is due at once. */
  void mark(Batch batch) {
    ledger.mark(batch, this);
  }

  @Override
  public void marked(Batch batch) {
    due.addFirst(batch);
  }

  @Override
  public void notMarked(Batch batch, DeliveryCall.Stop why) {
    endings.giveUp(batch, why);
  }
}
