package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Splits users into full batches and sends them on one thread per request in flight. */
final class Batches {
  private Batches() {}

  interface Sender<T> {
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

  /** Sends all batches and waits for them; on this thread if {@code inFlight} is 1. */
  static <T> void sendAll(List<List<T>> batches, int inFlight, Sender<T> sender) throws Exception {
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> worker =
        () -> {
          int sent = 0;
          for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
            sender.send(batches.get(i));
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
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        results.add(workers.submit(worker));
      }
      for (Future<Integer> result : results) {
        result.get();
      }
    } finally {
      workers.shutdown();
    }
  }
}
