package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteResolver;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.policy.TimeSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Marks records as pending before their writes are sent, and settles them after the outcomes. If a
 * mark fails, its batch fails. If a settlement fails, the outcome stands, and the change is added
 * to the {@link UnsettledChanges}.
 *
 * <p>In a shared store, a mark also extends the leases of the users, and a settlement releases
 * them. If a lease is lost before a request, the batch fails. If a settlement fails, an accepted
 * write is unconfirmed, because another process can take over the user before the record is
 * settled.
 */
final class RecordMarks {
  private static final RecordChange UNCHANGED = present -> present;

  private final StoreExecutor store;
  private final UnsettledChanges unsettled;
  private final Leases leases;
  private final TimeSource time;
  private final WriteResolver.Next next;
  private final Set<Batch> marking = new LinkedHashSet<>();
  private final StoreTimeouts settling = new StoreTimeouts();
  private @Nullable Long closeTimeoutNanos;
  private boolean closed;

  RecordMarks(
      StoreExecutor store,
      UnsettledChanges unsettled,
      Leases leases,
      TimeSource time,
      WriteResolver.Next next) {
    this.store = store;
    this.unsettled = unsettled;
    this.leases = leases;
    this.time = time;
    this.next = next;
  }

  int marking() {
    return marking.size();
  }

  /**
   * Marks the records of a batch, and extends leases that could end during the request, in one
   * committed update. Returns false if there is nothing to mark or extend.
   */
  boolean mark(Batch batch) {
    long now = time.nanoTime();
    Map<String, LeasedChange> changes = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      MembershipDecision decision = write.decision();
      if (decision != null && !write.record().isMarked() && !write.isDone()) {
        write.record().mark();
        changes.put(write.user().value(), leases.extending(decision.markPending()));
      } else if (leases.isEnding(write, now)) {
        changes.put(write.user().value(), leases.extending(UNCHANGED));
      }
    }
    if (changes.isEmpty()) {
      return false;
    }
    marking.add(batch);
    store.change(changes, lost -> marked(batch, lost, now), cause -> notMarked(batch, cause));
    return true;
  }

  private void marked(Batch batch, Set<String> lost, long startedNanos) {
    if (!marking.remove(batch)) {
      return;
    }
    if (lost.isEmpty()) {
      leases.extended(batch.writes(), startedNanos);
      next.startFirst(batch);
    } else {
      next.fail(batch, StopCause.LEASE_LOST);
    }
  }

  private void notMarked(Batch batch, StopCause cause) {
    if (marking.remove(batch)) {
      batch.writes().forEach(write -> write.record().unmark());
      next.fail(batch, cause);
    }
  }

  void settle(UserWrite write, Runnable whenSettled) {
    RecordChange change = Settlement.of(write);
    if (change == null) {
      release(write);
      whenSettled.run();
      return;
    }
    LeasedChange releasing = leases.releasing(write, change);
    leases.remove(write);
    settling.add(write, time.nanoTime() + RequestSender.GRACE.toNanos());
    store.settle(
        write.user().value(),
        releasing,
        recorded -> {
          settling.remove(write);
          if (!recorded) {
            settlementFailed(write);
          }
          whenSettled.run();
        });
    write.record().settled();
  }

  /**
   * Releases the user of a write whose record does not change. If that fails, the lease expires.
   */
  void release(UserWrite write) {
    if (leases.remove(write)) {
      store.change(
          Map.of(write.user().value(), leases.releasing(write, UNCHANGED)),
          lost -> {},
          cause -> {});
    }
  }

  void settleLater(UserWrite write) {
    RecordChange change = write.record().isSettled() ? null : Settlement.of(write);
    if (change != null) {
      unsettled.add(write.user().value(), leases.releasing(write, change));
      write.record().settled();
    }
  }

  /** Tries the unsettled changes once more, and returns true if that is done or took too long. */
  boolean isSettled(long nowNanos) {
    if (closeTimeoutNanos == null) {
      closeTimeoutNanos = nowNanos + RequestSender.GRACE.toNanos();
      closed = unsettled.isEmpty();
      if (!closed) {
        store.change(Map.of(), lost -> closed = true, cause -> closed = true);
      }
    }
    closed |= closeTimeoutNanos - nowNanos <= 0;
    return closed;
  }

  /** Ends the waits for a store that has not returned in time. */
  void expire(long nowNanos) {
    for (Batch batch : List.copyOf(marking)) {
      if (batch.deadlineNanos() - nowNanos <= 0 && marking.remove(batch)) {
        next.fail(batch, StopCause.STORE_TIMEOUT);
      }
    }
    for (UserWrite write : settling.removeExpired(nowNanos)) {
      settlementFailed(write);
      write.call().report(write);
    }
  }

  private void settlementFailed(UserWrite write) {
    if (leases.isShared()) {
      write.settlementFailed();
    }
  }

  @Nullable Long nextWakeNanos() {
    Long wake = settling.nextNanos();
    for (Batch batch : marking) {
      wake = Times.earlier(wake, batch.deadlineNanos());
    }
    return closed ? wake : Times.earlier(wake, closeTimeoutNanos);
  }

  void release(Batch batch) {
    marking.remove(batch);
  }

  /** Forgets all waits. The store executor still runs the operations that were submitted. */
  void reset() {
    marking.clear();
    settling.clear();
  }
}
