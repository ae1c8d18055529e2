package io.github.brazeaudience.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Log of requests that counts all of them and keeps the most recent ones. Thread-safe. */
final class RequestLog {
  private final int kept;
  private final Deque<ReceivedRequest> last = new ArrayDeque<>();
  private final Map<String, Integer> byPath = new HashMap<>();
  private int requests;
  private int inFlight;
  private int mostInFlight;

  RequestLog(int kept) {
    this.kept = kept;
  }

  /** Logs a request, created from its index. */
  synchronized ReceivedRequest arrived(IntFunction<ReceivedRequest> request) {
    ReceivedRequest arrived = request.apply(requests);
    requests++;
    byPath.merge(arrived.endpoint(), 1, Integer::sum);
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    last.addLast(arrived);
    if (last.size() > kept) {
      last.removeFirst();
    }
    notifyAll();
    return arrived;
  }

  synchronized void completed() {
    inFlight--;
  }

  synchronized int requests() {
    return requests;
  }

  synchronized int requestsTo(String path) {
    return byPath.getOrDefault(path, 0);
  }

  synchronized int mostInFlight() {
    return mostInFlight;
  }

  synchronized List<ReceivedRequest> received() {
    return List.copyOf(new ArrayList<>(last));
  }

  synchronized boolean await(int count, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (requests < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}
