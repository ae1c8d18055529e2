package io.github.brazeaudience.internal.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Open calls of an engine, in the order of their turns. The call of a new batch moves to the end.
 */
final class OpenCalls {
  private final Set<Call> calls = new LinkedHashSet<>();

  /** Adds a call, unless it is done or was added before. */
  void add(Call call) {
    if (!call.isDone()) {
      calls.add(call);
    }
  }

  List<Call> all() {
    return List.copyOf(calls);
  }

  /**
   * Removes the calls that are done.
   *
   * @param removed receives each removed call
   */
  void complete(Consumer<Call> removed) {
    for (Call call : all()) {
      if (call.completeIfDone()) {
        calls.remove(call);
        removed.accept(call);
      }
    }
  }

  /** {@return a batch of the first call that has one, or null} */
  @Nullable Batch nextBatch(List<BatchSource> sources, long nowNanos) {
    for (Call call : calls) {
      for (BatchSource source : sources) {
        Batch next = source.next(call, nowNanos);
        if (next != null) {
          calls.remove(call);
          calls.add(call);
          return next;
        }
      }
    }
    return null;
  }

  /** {@return the earliest deadline of a call as a whole, or null} */
  @Nullable Long nextDeadlineNanos() {
    Long next = null;
    for (Call call : calls) {
      next = Times.earlier(next, call.deadlineNanos());
    }
    return next;
  }
}
