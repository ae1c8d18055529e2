package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Updates of one user in a queue that redelivers. Some are being delivered, and later ones wait
 * until those have final outcomes, so an update is never delivered again after a later one. If one
 * has no final outcome, it and all later ones are delivered again. Not thread-safe.
 */
final class UserLane {
  private final Object user;
  private final Deque<Entry> delivering = new ArrayDeque<>(2);
  private final Deque<Entry> waiting = new ArrayDeque<>(2);
  private long buffer = -1;
  private boolean handingOver;
  private int failures;
  private @Nullable Long dueNanos;

  static final class Entry {
    final UserLane lane;
    final long index;
    final AudienceUpdate update;

    /** The outcome over all deliveries that have ended, or null before the first has ended. */
    private @Nullable UserOutcome outcome;

    /** The outcome of the last delivery alone, or null before the first has ended. */
    private @Nullable UserOutcome lastDelivery;

    private boolean delivering;

    private Entry(UserLane lane, long index, AudienceUpdate update) {
      this.lane = lane;
      this.index = index;
      this.update = update;
    }

    @Nullable UserOutcome outcome() {
      return outcome;
    }

    /** Records the outcome of the current delivery, unless it is recorded already. */
    void ended(UserOutcome ofDelivery) {
      if (delivering) {
        UserOutcome before = outcome;
        lastDelivery = ofDelivery;
        outcome = before == null ? ofDelivery : RedeliveryRules.outcome(before, ofDelivery);
        delivering = false;
      }
    }
  }

  UserLane(Object user) {
    this.user = user;
  }

  Object user() {
    return user;
  }

  Entry add(long index, AudienceUpdate update) {
    Entry entry = new Entry(this, index, update);
    waiting.add(entry);
    return entry;
  }

  void remove(Entry entry) {
    waiting.removeLastOccurrence(entry);
  }

  /** Returns true if waiting updates can join those that are being delivered, or none is. */
  boolean isOpen(long currentBuffer) {
    return dueNanos == null
        && !handingOver
        && (delivering.isEmpty() || (buffer == currentBuffer && isDelivering()));
  }

  private boolean isDelivering() {
    return delivering.stream().allMatch(entry -> entry.delivering);
  }

  @Nullable Long dueNanos() {
    return dueNanos;
  }

  /** Begins to hand over waiting updates; the lane does not end until {@link #handedOver}. */
  void handOver(long currentBuffer) {
    dueNanos = null;
    handingOver = true;
    buffer = currentBuffer;
  }

  void handedOver() {
    handingOver = false;
  }

  /** {@return the next waiting update, which is now being delivered, or null} */
  @Nullable Entry next() {
    Entry entry = waiting.poll();
    if (entry != null) {
      delivering.add(entry);
      entry.delivering = true;
    }
    return entry;
  }

  /** Removes and returns the next entry in order whose outcome is final, or null. */
  @Nullable Entry nextFinal() {
    Entry first = delivering.peek();
    if (first == null
        || first.delivering
        || first.outcome == null
        || !RedeliveryRules.isFinal(first.outcome)) {
      return null;
    }
    failures = 0;
    return delivering.remove();
  }

  /** Removes and returns an entry that has any outcome and is not being delivered, or null. */
  @Nullable Entry nextEnded() {
    Entry entry = removeEnded(delivering);
    return entry != null ? entry : removeEnded(waiting);
  }

  private static @Nullable Entry removeEnded(Deque<Entry> entries) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (!entry.delivering && entry.outcome != null) {
        all.remove();
        return entry;
      }
    }
    return null;
  }

  /** Returns true if every delivery has ended and the first update has no final outcome. */
  boolean hasFailed() {
    return !handingOver
        && !delivering.isEmpty()
        && delivering.stream().noneMatch(entry -> entry.delivering);
  }

  /** Lets all updates wait again. Returns the number of failures in a row. */
  int waitAgain() {
    while (!delivering.isEmpty()) {
      waiting.addFirst(delivering.removeLast());
    }
    return ++failures;
  }

  void backOffUntil(long nanos) {
    dueNanos = nanos;
  }

  boolean isEmpty() {
    return delivering.isEmpty() && waiting.isEmpty() && !handingOver;
  }

  int waiting() {
    return waiting.size();
  }

  /** {@return the outcome of the last delivery of the first update, if {@link #hasFailed}} */
  UserOutcome failure() {
    return Objects.requireNonNull(delivering.element().lastDelivery, "outcome of a delivery");
  }
}
