package io.github.brazeaudience.internal.membership;

import io.github.brazeaudience.internal.engine.Batch;
import io.github.brazeaudience.internal.engine.RequestSender;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.Times;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.internal.engine.WriteResolver;
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
 */
final class RecordSettler {
  private final StoreExecutor store;
  private final UnsettledChanges unsettled;
  private final TimeSource time;
  private final WriteResolver.Next next;
  private final Set<Batch> marking = new LinkedHashSet<>();
  private final StoreTimeouts settling = new StoreTimeouts();
  private @Nullable Long closeTimeoutNanos;
  private boolean closed;

  RecordSettler(
      StoreExecutor store, UnsettledChanges unsettled, TimeSource time, WriteResolver.Next next) {
    this.store = store;
    this.unsettled = unsettled;
    this.time = time;
    this.next = next;
  }

  int marking() {
    return marking.size();
  }

  /**
   * Marks the records of a batch in one committed update. Returns false if there is nothing to
   * mark.
   */
  boolean mark(Batch batch) {
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      if (write.needsMark()) {
        changes.put(write.user().value(), write.mark());
      }
    }
    if (changes.isEmpty()) {
      return false;
    }
    marking.add(batch);
    store.change(changes, () -> marked(batch), cause -> notMarked(batch, cause));
    return true;
  }

  private void marked(Batch batch) {
    if (marking.remove(batch)) {
      next.startFirst(batch);
    }
  }

  private void notMarked(Batch batch, StopCause cause) {
    if (marking.remove(batch)) {
      batch.writes().forEach(UserWrite::unmark);
      next.fail(batch, cause);
    }
  }

  void settle(UserWrite write, Runnable whenSettled) {
    RecordChange change = write.settlement();
    if (change == null) {
      whenSettled.run();
      return;
    }
    settling.add(write, time.nanoTime() + RequestSender.GRACE.toNanos());
    store.settle(
        write.user().value(),
        change,
        () -> {
          settling.remove(write);
          whenSettled.run();
        });
    write.settled();
  }

  void settleLater(UserWrite write) {
    RecordChange change = write.isSettled() ? null : write.settlement();
    if (change != null) {
      unsettled.add(write.user().value(), change);
      write.settled();
    }
  }

  /** Tries the unsettled changes once more, and returns true if that is done or took too long. */
  boolean isSettled(long nowNanos) {
    if (closeTimeoutNanos == null) {
      closeTimeoutNanos = nowNanos + RequestSender.GRACE.toNanos();
      closed = unsettled.isEmpty();
      if (!closed) {
        store.change(Map.of(), () -> closed = true, cause -> closed = true);
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
    settling.removeExpired(nowNanos).forEach(write -> write.call().report(write));
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
