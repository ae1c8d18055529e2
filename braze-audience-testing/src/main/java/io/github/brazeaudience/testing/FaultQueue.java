package io.github.brazeaudience.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Faults for the next requests. Faults for the request's path come first, then faults for any path,
 * then the script. Thread-safe.
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

  synchronized int size() {
    return next.size() + nextTo.values().stream().mapToInt(Deque::size).sum();
  }

  synchronized Fault faultFor(ReceivedRequest request) {
    Deque<Fault> ofPath = nextTo.getOrDefault(request.endpoint(), next);
    Fault fault = ofPath.isEmpty() ? next.pollFirst() : ofPath.pollFirst();
    return fault == null ? script.faultFor(request) : fault;
  }
}
