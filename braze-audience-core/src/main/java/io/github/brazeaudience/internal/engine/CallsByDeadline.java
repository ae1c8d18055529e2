package io.github.brazeaudience.internal.engine;

import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls that have a deadline as a whole, in the order of their deadlines. */
final class CallsByDeadline {
  private final NavigableMap<Long, Set<Call>> calls = new TreeMap<>(Times::compare);

  void add(Call call) {
    Long nanos = call.deadlineNanos();
    if (nanos != null) {
      calls.computeIfAbsent(nanos, first -> new LinkedHashSet<>(2)).add(call);
    }
  }

  void remove(Call call) {
    Long nanos = call.deadlineNanos();
    Set<Call> same = nanos == null ? null : calls.get(nanos);
    if (same != null && same.remove(call) && same.isEmpty()) {
      calls.remove(nanos);
    }
  }

  /** {@return the calls whose deadline is not after this time} */
  Set<Call> until(long nanos) {
    if (calls.isEmpty() || Times.compare(calls.firstKey(), nanos) > 0) {
      return Set.of();
    }
    Set<Call> past = new LinkedHashSet<>();
    calls.headMap(nanos, true).values().forEach(past::addAll);
    return past;
  }

  @Nullable Long next() {
    return calls.isEmpty() ? null : calls.firstKey();
  }
}
