package io.github.brazeaudience.delivery;

import java.util.List;

/** What the membership store's knowledge makes of writes. Confined to the mailbox. */
final class StoreDecisions implements MembershipLedger.Decisions {
  private final MembershipLedger ledger;
  private final Exports exports;
  private final Endings endings;
  private final DueBatches due;
  private int marking;

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

  @Override
  public void failed(List<UserWrite> writes) {
    for (UserWrite write : writes) {
      write.call().decided();
      endings.giveUp(write, endings.storeFailed(write.call()));
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
    return marking;
  }

  /** Marks the users of a batch in the membership store, after which it is due at once. */
  void mark(Batch batch) {
    marking++;
    ledger.mark(
        batch,
        () -> {
          marking--;
          if (batch.call().batches().contains(batch)) {
            due.addFirst(batch);
          }
        },
        () -> {
          marking--;
          var unused = endings.storeFailed(batch.call());
        });
  }
}
