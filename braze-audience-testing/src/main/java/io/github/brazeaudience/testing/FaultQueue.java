package io.github.brazeaudience.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/** The faults to come: first those in line, then what the script says. Thread-safe. */
final class FaultQueue {
  private final Deque<Fault> next = new ArrayDeque<>();
  private FaultScript script = request -> Fault.none();

  synchronized void add(Fault fault) {
    next.addLast(fault);
  }

  synchronized void script(FaultScript newScript) {
    script = newScript;
  }

  synchronized void clear() {
    next.clear();
    script = request -> Fault.none();
  }

  synchronized int waiting() {
    return next.size();
  }

  synchronized Fault faultFor(ReceivedRequest request) {
    Fault fault = next.pollFirst();
    return fault == null ? script.faultFor(request) : fault;
  }
}
