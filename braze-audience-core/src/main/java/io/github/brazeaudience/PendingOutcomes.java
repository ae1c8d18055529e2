package io.github.brazeaudience;

import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * The outcomes that a queue owes: one future per update, at most as many as the capacity. Futures
 * are completed one after another on a thread of the forwarder. Thread-safe.
 */
final class PendingOutcomes {
  private final int capacity;
  private final Semaphore room;
  private final SequentialCompleter completer;
  private final Map<Long, CompletableFuture<UserOutcome>> pending = new ConcurrentHashMap<>();

  /** The futures whose outcomes are known but whose stages have not run. */
  private final Map<Long, CompletableFuture<UserOutcome>> completing = new ConcurrentHashMap<>();

  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile boolean closed;

  PendingOutcomes(int capacity, Executor callbacks) {
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.completer = new SequentialCompleter(callbacks);
  }

  int capacity() {
    return capacity;
  }

  /** {@return the number of updates that have room, including those without a future yet} */
  int size() {
    return capacity - room.availablePermits();
  }

  boolean tryReserve() {
    return room.tryAcquire();
  }

  void reserve() throws InterruptedException {
    room.acquire();
  }

  CompletableFuture<UserOutcome> add(long index) {
    CompletableFuture<UserOutcome> outcome = new CompletableFuture<>();
    pending.put(index, outcome);
    return outcome;
  }

  void cancel(long index) {
    if (pending.remove(index) != null) {
      room.release();
    }
  }

  /** Completes the future of an update, and frees its room. Repetitions have no effect. */
  void report(UserOutcome outcome) {
    long index = outcome.index();
    CompletableFuture<UserOutcome> waiting = pending.get(index);
    if (waiting != null) {
      // Allocations come first, so this can be repeated after an OutOfMemoryError.
      completing.put(index, waiting);
      var unused = waiting.whenComplete((done, failure) -> completing.remove(index));
      completer.add(waiting, outcome);
      pending.remove(index);
      room.release();
      completer.start();
      completeIfEmpty();
    }
  }

  /**
   * {@return a future that completes once all outcomes are known, maybe before their stages ran}
   */
  CompletableFuture<Void> close() {
    closed = true;
    completeIfEmpty();
    return known;
  }

  private void completeIfEmpty() {
    if (closed && pending.isEmpty()) {
      known.complete(null);
    }
  }

  /**
   * Returns a future that completes after the stages that depend on the pending futures. An outcome
   * moves from {@code pending} to {@code completing}, so reading them in this order misses none.
   */
  CompletableFuture<Void> all() {
    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>(pending.values());
    outcomes.addAll(completing.values());
    if (outcomes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> all = new CompletableFuture<>();
    var unused =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
            .whenComplete(
                (none, failure) -> {
                  completer.add(all, null);
                  completer.start();
                });
    return all;
  }

  /** Returns true if a stage that depends on one of the futures runs on the current thread. */
  boolean onThisThread() {
    return completer.onThisThread();
  }
}
