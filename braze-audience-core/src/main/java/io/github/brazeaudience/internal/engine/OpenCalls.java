package io.github.brazeaudience.internal.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Open calls of an engine, in the order of their turns. The call of a new batch moves to the end.
 * Only {@link #all} visits every call. The other methods run after each task, and visit only the
 * calls with something to do.
 */
final class OpenCalls {
  private static final Comparator<Call> BY_TURN =
      (first, second) -> Long.compare(first.turn, second.turn);

  private final Set<Call> calls = new LinkedHashSet<>();
  private final ReadyCalls ready = new ReadyCalls();
  private final CallsByDeadline deadlines = new CallsByDeadline();

  /** The calls that may be done since {@link #complete} visited them. */
  private final Set<Call> maybeDone = new LinkedHashSet<>();

  private long lastTurn;

  /** Adds a call, unless it is done or was added before. */
  void add(Call call) {
    if (call.isDone() || calls.contains(call)) {
      return;
    }
    call.openIn(this, ++lastTurn);
    if (call.stopCause() == null) {
      deadlines.add(call);
    }
    calls.add(call);
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  List<Call> all() {
    return inTurn(calls);
  }

  private static List<Call> inTurn(Set<Call> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<Call> ordered = new ArrayList<>(some);
    ordered.sort(BY_TURN);
    return ordered;
  }

  /** Records that a source has writes of a call. */
  void ready(Call call, BatchSource source) {
    ready.add(call, source);
  }

  /** Records that a call is stopped, so its deadline has no effect. */
  void stopped(Call call) {
    deadlines.remove(call);
  }

  void mayBeDone(Call call) {
    maybeDone.add(call);
  }

  /**
   * Removes the calls that are done.
   *
   * @param removed receives each removed call
   */
  void complete(Consumer<Call> removed) {
    for (Call call : inTurn(maybeDone)) {
      if (call.completeIfDone()) {
        calls.remove(call);
        ready.remove(call);
        deadlines.remove(call);
        removed.accept(call);
      }
      maybeDone.remove(call);
    }
  }

  /** {@return a batch of the first call that has one, or null} */
  @Nullable Batch nextBatch(List<BatchSource> sources, long nowNanos) {
    Call call = ready.next(sources, 0);
    while (call != null) {
      Batch batch = ready.batch(call, sources, nowNanos);
      if (batch != null) {
        ready.move(call, ++lastTurn);
        return batch;
      }
      call = ready.next(sources, call.turn);
    }
    return null;
  }

  /** {@return the calls that are not stopped and whose deadline is not after this time} */
  List<Call> pastDeadline(long nanos) {
    return inTurn(deadlines.until(nanos));
  }

  @Nullable Long nextDeadlineNanos() {
    return deadlines.next();
  }
}
