package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the membership store in step with the writes of the engine: asks it what a write comes to,
 * tells it before a write leaves, and again how it ended. Confined to the mailbox.
 *
 * <p>A store may fail, or not return. What failed before a write has left ends that write as not
 * sent; what failed after it changes nothing of its outcome, and leaves the user in doubt. No write
 * waits for the store longer than until its deadline, nor longer than {@link Attempts#GRACE} once
 * its call was stopped or its outcome is known.
 */
final class MembershipLedger {
  /** How many writes are decided with one reading of the store. */
  private static final int MAX_READ = 2_400;

  private final StoreQueue store;
  private final WriteDecider decider;
  private final TimeSource time;
  private final List<UserWrite> undecided = new ArrayList<>();
  private final Set<UserWrite> deciding = new LinkedHashSet<>();
  private final Set<Batch> marking = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<UserWrite> settling = new LinkedHashSet<>();
  private final UnsettledChanges unsettled;
  private @Nullable Long nextEndNanos;
  private @Nullable Long closeEndNanos;
  private boolean lastAttemptEnded;
  private boolean asking;

  MembershipLedger(
      MembershipSettings settings,
      PayloadBuilder payload,
      TimeSource time,
      Consumer<Runnable> mailbox) {
    this.store = new StoreQueue(settings, mailbox);
    this.decider = new WriteDecider(payload, settings.rules());
    this.time = time;
    this.unsettled = settings.unsettled();
  }

  /** Takes a write whose user's turn it is, to be decided by {@link #decide}. */
  void add(UserWrite write) {
    deciding.add(write);
    waitsUntil(write, write.call().deadlineIfStarted(time.nanoTime()));
    undecided.add(write);
  }

  /** Is told in the mailbox what became of what was asked. */
  interface Decisions {
    void decided(List<UserWrite> writes);

    /** Their users have to be read back from Braze first. */
    void unread(List<UserWrite> writes);

    void failed(List<UserWrite> writes, DeliveryCall.Stop why);

    void marked(Batch batch);

    void notMarked(Batch batch, DeliveryCall.Stop why);
  }

  /** Has the writes that wait for it decided, unless that is being done. */
  void decide(Decisions decisions) {
    store.collect();
    if (asking || undecided.isEmpty()) {
      return;
    }
    asking = true;
    List<UserWrite> head = undecided.subList(0, Math.min(MAX_READ, undecided.size()));
    List<UserWrite> writes = head.stream().filter(deciding::contains).toList();
    head.clear();
    decide(writes, Map.of(), decisions, () -> asking = false);
  }

  /** Has writes decided after the store was told what Braze holds of some of their users. */
  void learn(List<UserWrite> writes, Map<String, RecordChange> learned, Decisions decisions) {
    for (UserWrite write : writes) {
      deciding.add(write);
      waitsUntil(write, write.call().deadlineIfStarted(time.nanoTime()));
    }
    decide(writes, learned, decisions, () -> {});
  }

  private void decide(
      List<UserWrite> writes,
      Map<String, RecordChange> learned,
      Decisions decisions,
      Runnable answered) {
    Set<String> users = new HashSet<>();
    writes.forEach(write -> users.add(write.user().value()));
    store.add(
        new StoreQueue.Job(
            users,
            learned,
            false,
            new StoreQueue.Work() {
              @Override
              public Runnable answered(Map<String, MembershipRecord> records) {
                List<WriteDecider.Decided> decided = decideAll(writes, records);
                return () -> {
                  answered.run();
                  tell(writes, decided, decisions);
                };
              }

              @Override
              public void failed(DeliveryCall.Stop why) {
                answered.run();
                decisions.failed(writes.stream().filter(deciding::remove).toList(), why);
              }
            }));
  }

  private void tell(
      List<UserWrite> writes, List<WriteDecider.Decided> decided, Decisions decisions) {
    List<UserWrite> known = new ArrayList<>(writes.size());
    List<UserWrite> unread = new ArrayList<>(0);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      if (!deciding.remove(write)) {
        continue;
      }
      if (decided.get(i).needsReadBack()) {
        unread.add(write);
      } else {
        write.decided(decided.get(i).content(), decided.get(i).decision());
        known.add(write);
      }
    }
    decisions.decided(known);
    decisions.unread(unread);
  }

  /** On the store's thread, where the decider belongs. */
  private List<WriteDecider.Decided> decideAll(
      List<UserWrite> writes, Map<String, MembershipRecord> records) {
    return writes.stream()
        .map(write -> decider.decide(write, records.get(write.user().value()), time.now()))
        .toList();
  }

  /** How many batches are being marked. */
  int marking() {
    return marking.size();
  }

  /** Marks the users of a batch as in doubt, in one committed write. */
  void mark(Batch batch, Decisions decisions) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      if (write.needsMark()) {
        changes.put(write.user().value(), write.mark());
      }
    }
    marking.add(batch);
    endsAt(batch.deadlineNanos());
    change(
        changes,
        false,
        () -> {
          if (marking.remove(batch)) {
            decisions.marked(batch);
          }
        },
        why -> {
          if (marking.remove(batch)) {
            batch.writes().forEach(UserWrite::notMarked);
            decisions.notMarked(batch, why);
          }
        });
  }

  /** A batch is over, however far its marking is. */
  void retired(Batch batch) {
    marking.remove(batch);
  }

  /**
   * Tells the store how a write ended. If that fails, the outcome stands, and the change is applied
   * before the user's record is read or changed again.
   *
   * @param settled is run once the store has it, or has failed
   */
  void settle(UserWrite write, RecordChange change, Runnable settled) {
    settling.add(write);
    waitsUntil(write, time.nanoTime() + Attempts.GRACE.toNanos());
    Runnable done =
        () -> {
          settling.remove(write);
          settled.run();
        };
    change(Map.of(write.user().value(), change), true, done, why -> done.run());
    write.settleSubmitted();
  }

  /** Keeps how a write ended that the engine could not tell the store because it failed. */
  void settleLater(UserWrite write) {
    RecordChange change = write.isSettleSubmitted() ? null : write.afterwards(write.outcomes());
    if (change != null) {
      unsettled.add(write.user().value(), change);
      write.settleSubmitted();
    }
  }

  /**
   * Tries once more to apply what the store failed to apply.
   *
   * @return true if that is done, or took too long
   */
  boolean isSettled(long now) {
    if (closeEndNanos == null) {
      closeEndNanos = now + Attempts.GRACE.toNanos();
      lastAttemptEnded = unsettled.isEmpty();
      if (!lastAttemptEnded) {
        endsAt(closeEndNanos);
        Runnable ended = () -> lastAttemptEnded = true;
        change(Map.of(), false, ended, why -> ended.run());
      }
    }
    return lastAttemptEnded || closeEndNanos - now <= 0;
  }

  private void change(
      Map<String, RecordChange> changes,
      boolean settles,
      Runnable done,
      Consumer<DeliveryCall.Stop> failed) {
    store.add(
        new StoreQueue.Job(
            Set.of(),
            changes,
            settles,
            new StoreQueue.Work() {
              @Override
              public Runnable answered(Map<String, MembershipRecord> records) {
                return done;
              }

              @Override
              public void failed(DeliveryCall.Stop why) {
                failed.accept(why);
              }
            }));
  }

  /** A call was stopped: its writes do not wait long any more. */
  void stopped(DeliveryCall call) {
    long end = time.nanoTime() + Attempts.GRACE.toNanos();
    call.open()
        .forEach(
            write -> {
              if (deciding.contains(write) && write.storeWaitEndNanos() - end > 0) {
                waitsUntil(write, end);
              }
            });
  }

  /** When {@link #expire} has something to do, or null. */
  @Nullable Long nextEndNanos() {
    return nextEndNanos;
  }

  /** Ends the waiting of those who have waited too long for the store. */
  void expire(long now, Decisions decisions) {
    if (nextEndNanos == null || nextEndNanos - now > 0) {
      return;
    }
    nextEndNanos = null;
    if (closeEndNanos != null && closeEndNanos - now > 0) {
      endsAt(closeEndNanos);
    }
    List<UserWrite> late = new ArrayList<>(0);
    deciding.removeIf(write -> isLate(write, now) && late.add(write));
    undecided.removeAll(late);
    decisions.failed(late, StoreFailure.NO_RESPONSE);
    for (Batch batch : List.copyOf(marking)) {
      if (batch.deadlineNanos() - now > 0) {
        endsAt(batch.deadlineNanos());
      } else if (marking.remove(batch)) {
        decisions.notMarked(batch, StoreFailure.NO_RESPONSE);
      }
    }
    for (UserWrite write : List.copyOf(settling)) {
      if (isLate(write, now)) {
        settling.remove(write);
        write.call().report(write);
      }
    }
  }

  private boolean isLate(UserWrite write, long now) {
    if (write.storeWaitEndNanos() - now <= 0) {
      return true;
    }
    endsAt(write.storeWaitEndNanos());
    return false;
  }

  private void waitsUntil(UserWrite write, long nanos) {
    write.waitsForStoreUntil(nanos);
    endsAt(nanos);
  }

  private void endsAt(long nanos) {
    if (nextEndNanos == null || nextEndNanos - nanos > 0) {
      nextEndNanos = nanos;
    }
  }

  /** Forgets who waits, after the engine has failed. What the store was told it is told still. */
  void reset() {
    undecided.clear();
    deciding.clear();
    marking.clear();
    settling.clear();
    nextEndNanos = null;
    asking = false;
  }
}
