package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.benchmarks.body.PreparedUser;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates full batches of users and sends them on one thread per request in flight. */
final class Batches implements AutoCloseable {
  private final PreparedUser template;
  private final int inFlight;
  private final ExecutorService workers;

  interface Sender {
    void send(List<PreparedUser> batch) throws Exception;
  }

  Batches(List<Audience> audiences, int inFlight) {
    this.template = PreparedUser.of(0, audiences);
    this.inFlight = inFlight;
    this.workers = Executors.newFixedThreadPool(inFlight);
  }

  /** {@return the number of batches for this number of users} */
  static int count(int users) {
    return (users + PayloadLimits.MAX_OBJECTS - 1) / PayloadLimits.MAX_OBJECTS;
  }

  /** {@return the users of a batch} */
  List<PreparedUser> batch(int first, int count, int number) {
    int from = number * PayloadLimits.MAX_OBJECTS;
    int to = Math.min(count, from + PayloadLimits.MAX_OBJECTS);
    List<PreparedUser> users = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      users.add(template.withNumber(first + i));
    }
    return users;
  }

  /** Sends all batches and waits for them; on this thread if one request is in flight. */
  void sendAll(int first, int count, Sender sender) throws Exception {
    each(count, number -> sender.send(batch(first, count, number)));
  }

  /** Runs a task for the number of each batch. */
  void each(int count, Task task) throws Exception {
    AtomicInteger next = new AtomicInteger();
    int batches = count(count);
    Callable<Integer> worker =
        () -> {
          int sent = 0;
          for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
            task.run(i);
            sent++;
          }
          return sent;
        };
    if (inFlight == 1) {
      worker.call();
      return;
    }
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < inFlight; i++) {
      results.add(workers.submit(worker));
    }
    for (Future<Integer> result : results) {
      result.get();
    }
  }

  /** A task with the number of a batch. */
  interface Task {
    void run(int number) throws Exception;
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
