package io.github.brazeaudience.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The faults to come: first those in line for a path, then those in line for any, then what the
 * script says. Thread-safe.
 */
final class FaultQueue {
  private final Deque<Fault> next = new ArrayDeque<>();
  private final Map<String, Deque<Fault>> nextTo = new HashMap<>();
  private FaultScript script = request -> Fault.none();

  synchronized void add(Fault fault) {
    next.addLast(fault);
  }

  synchronized void add(String path, Fault fault) {
    nextTo.computeIfAbsent(path, any -> new ArrayDeque<>()).addLast(fault);
  }

  synchronized void script(FaultScript newScript) {
    script = newScript;
  }

  synchronized void clear() {
    next.clear();
    nextTo.clear();
    script = request -> Fault.none();
  }

  synchronized int waiting() {
    return next.size() + nextTo.values().stream().mapToInt(Deque::size).sum();
  }

  synchronized Fault faultFor(ReceivedRequest request) {
    Deque<Fault> ofPath = nextTo.getOrDefault(request.path(), next);
    Fault fault = ofPath.isEmpty() ? next.pollFirst() : ofPath.pollFirst();
    return fault == null ? script.faultFor(request) : fault;
  }
}
