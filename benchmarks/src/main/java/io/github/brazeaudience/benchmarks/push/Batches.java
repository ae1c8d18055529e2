package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Full requests, handed out to as many threads as requests are under way. */
final class Batches {
  private Batches() {}

  /** Sends one batch. */
  interface Sending<T> {
    void send(List<T> batch) throws Exception;
  }

  static <T> List<List<T>> of(List<T> users) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < users.size(); from += PayloadLimits.MAX_OBJECTS) {
      int to = Math.min(from + PayloadLimits.MAX_OBJECTS, users.size());
      batches.add(users.subList(from, to));
    }
    return batches;
  }

  /** Sends all and waits for the last; on this thread if one is enough. */
  static <T> void sendAll(List<List<T>> batches, int inFlight, Sending<T> sending)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> worker =
        () -> {
          int sent = 0;
          for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            sending.send(batches.get(i));
            sent++;
          }
          return sent;
        };
    if (inFlight == 1) {
      worker.call();
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(inFlight);
    try {
      List<Future<Integer>> ends = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        ends.add(workers.submit(worker));
      }
      for (Future<Integer> end : ends) {
        end.get();
      }
    } finally {
      workers.shutdown();
    }
  }
}
