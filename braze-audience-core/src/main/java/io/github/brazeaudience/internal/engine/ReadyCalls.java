package io.github.brazeaudience.internal.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls whose writes wait in each {@link BatchSource}, in the order of their turns. */
final class ReadyCalls {
  private final Map<BatchSource, NavigableMap<Long, Call>> calls = new HashMap<>();

  void add(Call call, BatchSource source) {
    calls.computeIfAbsent(source, first -> new TreeMap<>()).put(call.turn, call);
  }

  void remove(Call call) {
    calls.values().forEach(ofSource -> ofSource.remove(call.turn));
  }

  void move(Call call, long turn) {
    long before = call.turn;
    call.turn = turn;
    for (NavigableMap<Long, Call> ofSource : calls.values()) {
      if (ofSource.remove(before) != null) {
        ofSource.put(turn, call);
      }
    }
  }

  /** {@return the call with the first turn after this one in one of the sources, or null} */
  @Nullable Call next(List<BatchSource> sources, long turn) {
    Call next = null;
    for (BatchSource source : sources) {
      Map.Entry<Long, Call> first = of(source).higherEntry(turn);
      if (first != null && (next == null || first.getKey() < next.turn)) {
        next = first.getValue();
      }
    }
    return next;
  }

  /** {@return a batch of the first source that has one, or null} */
  @Nullable Batch batch(Call call, List<BatchSource> sources, long nowNanos) {
    for (BatchSource source : sources) {
      NavigableMap<Long, Call> ofSource = of(source);
      if (ofSource.containsKey(call.turn)) {
        Batch batch = source.formBatch(call, nowNanos);
        if (batch != null) {
          return batch;
        }
        if (!source.hasWrites(call)) {
          ofSource.remove(call.turn);
        }
      }
    }
    return null;
  }

  private NavigableMap<Long, Call> of(BatchSource source) {
    return calls.getOrDefault(source, Collections.emptyNavigableMap());
  }
}
