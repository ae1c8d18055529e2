package io.github.brazeaudience.internal.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the unfinished batches of an engine. A batch is due, backing off or in flight; the due
 * batches are in the order of their starts.
 */
final class BatchQueue {
  private final Map<Call, Set<Batch>> all = new LinkedHashMap<>();
  private final Deque<Batch> due = new ArrayDeque<>();

  /** Ordered by their times; batches of equal times keep their order. */
  private final List<Batch> backingOff = new ArrayList<>();

  /** Adds batches, in their order, before all others that are due. */
  void addFirst(List<Batch> first) {
    first.forEach(this::add);
    for (int i = first.size() - 1; i >= 0; i--) {
      due.addFirst(first.get(i));
    }
  }

  /** Adds a batch after all others that are due. */
  void addLast(Batch batch) {
    add(batch);
    due.addLast(batch);
  }

  /** Adds a batch that is due after its backoff. */
  void addAfter(Batch batch, Duration backoff, long nowNanos) {
    add(batch);
    batch.backOffUntil(nowNanos + backoff.toNanos());
    int index = backingOff.size();
    while (index > 0 && backingOff.get(index - 1).dueNanos() - batch.dueNanos() > 0) {
      index--;
    }
    backingOff.add(index, batch);
  }

  /** Takes a due or new batch, which is about to start; it is due no longer. */
  void take(Batch batch) {
    boolean isNew = add(batch);
    if (!isNew) {
      due.remove(batch);
    }
  }

  /** Returns true if the batch is new. */
  private boolean add(Batch batch) {
    return all.computeIfAbsent(batch.call(), first -> new LinkedHashSet<>()).add(batch);
  }

  /** Removes a batch. */
  void remove(Batch batch) {
    forget(batch);
    due.remove(batch);
    backingOff.remove(batch);
  }

  private void forget(Batch batch) {
    Set<Batch> ofCall = all.get(batch.call());
    if (ofCall != null && ofCall.remove(batch) && ofCall.isEmpty()) {
      all.remove(batch.call());
    }
  }

  boolean isBackoffOver(long nowNanos) {
    return !backingOff.isEmpty() && backingOff.get(0).dueNanos() - nowNanos <= 0;
  }

  /** Ends the backoff of the first batch whose backoff is over, if there is one. */
  void endBackoff(long nowNanos) {
    if (isBackoffOver(nowNanos)) {
      Batch retry = backingOff.remove(0);
      retry.backoffEnded();
      due.addLast(retry);
    }
  }

  /** {@return the due batches, in order} */
  List<Batch> due() {
    return List.copyOf(due);
  }

  /** {@return the first due batch of the operations of some sources, or null} */
  @Nullable Batch firstDue(List<BatchSource> sources) {
    for (Batch batch : due) {
      for (BatchSource source : sources) {
        if (batch.admission() == source.admission()) {
          return batch;
        }
      }
    }
    return null;
  }

  /** {@return the batches of a call} */
  List<Batch> of(Call call) {
    return List.copyOf(all.getOrDefault(call, Set.of()));
  }

  /** {@return when a backoff ends or a due batch can no longer start, or null} */
  @Nullable Long nextWakeNanos() {
    Long next = backingOff.isEmpty() ? null : Long.valueOf(backingOff.get(0).dueNanos());
    for (Batch batch : due) {
      next = Times.earlier(next, batch.admission().lastStartNanos(batch) + 1);
    }
    return next;
  }

  /** Removes and returns all batches that are not in flight. */
  List<Batch> removeWaiting() {
    due.clear();
    backingOff.clear();
    List<Batch> waiting =
        all.values().stream().flatMap(Set::stream).filter(batch -> !batch.isInFlight()).toList();
    waiting.forEach(this::forget);
    return waiting;
  }
}
