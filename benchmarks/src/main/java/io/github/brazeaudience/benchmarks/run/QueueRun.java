package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.policy.RateLimiter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Measures the queue with a transport that responds immediately: the cost per update if updates are
 * submitted without pause, and the delay between the end of the linger and the request if they are
 * submitted slowly.
 */
public final class QueueRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final int UPDATES_PER_REQUEST = 10;
  private static final List<Integer> PRODUCERS = List.of(1, 2, 8, 32);
  private static final int WARM_UPS = 2;

  private final ExecutorService responses = Executors.newSingleThreadExecutor();

  /** The cost of an update: elapsed time, and CPU time of the process. */
  public record Cost(double nanos, double cpuNanos) {}

  private QueueRun() {}

  /**
   * Runs the program.
   *
   * @param args the number of updates, the number of requests, and the number of rounds
   */
  public static void main(String[] args) throws Exception {
    QueueRun run = new QueueRun();
    int updates = Integer.parseInt(args[0]);
    Map<Integer, List<Cost>> costs = new TreeMap<>();
    for (int round = -WARM_UPS; round < Integer.parseInt(args[2]); round++) {
      for (int producers : PRODUCERS) {
        Cost cost = run.cost(updates, producers);
        if (round >= 0) {
          costs.computeIfAbsent(producers, first -> new ArrayList<>()).add(cost);
        }
      }
    }
    long[] delays = run.delays(Integer.parseInt(args[1]));
    Arrays.sort(delays);
    Map<String, Object> result =
        Map.of(
            "costs",
            costs,
            "delayMedianNanos",
            delays[delays.length / 2],
            "delayP99Nanos",
            delays[delays.length * 99 / 100],
            "requests",
            delays.length);
    System.out.println(new ObjectMapper().writeValueAsString(result));
    System.exit(0);
  }

  private AudienceForwarder forwarder(ImmediateTransport transport) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("key").build(), transport)
        .rateLimiter(RateLimiter.off())
        .minUserWriteInterval(Duration.ZERO)
        .build();
  }

  /** Each producer submits its part of the updates without pause. */
  private Cost cost(int updates, int producers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    try (AudienceForwarder forwarder =
            forwarder(new ImmediateTransport(responses, startedAt -> {}));
        AudienceQueue queue = forwarder.queue().build()) {
      int each = updates / producers;
      long cpuStart = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      List<Future<Void>> producing = new ArrayList<>();
      for (int i = 0; i < producers; i++) {
        GeneratedUsers users = GeneratedUsers.from(i * each, each);
        producing.add(threads.submit(() -> submitAll(queue, users)));
      }
      for (Future<Void> producer : producing) {
        producer.get();
      }
      queue.flush().toCompletableFuture().join();
      double submitted = (double) each * producers;
      return new Cost(
          (System.nanoTime() - start) / submitted,
          (SYSTEM.getProcessCpuTime() - cpuStart) / submitted);
    } finally {
      threads.shutdown();
    }
  }

  @SuppressWarnings("NullAway") // A Callable without a result.
  private static Void submitAll(AudienceQueue queue, GeneratedUsers users)
      throws InterruptedException {
    while (users.hasNext()) {
      queue.submit(users.next());
    }
    return null;
  }

  /** Submits a few updates per request; the first one starts the linger. */
  private long[] delays(int requests) throws Exception {
    BlockingQueue<Long> starts = new LinkedBlockingQueue<>();
    long[] delays = new long[requests];
    try (AudienceForwarder forwarder = forwarder(new ImmediateTransport(responses, starts::add));
        AudienceQueue queue = forwarder.queue().linger(LINGER).build()) {
      GeneratedUsers users = GeneratedUsers.ofCount(requests * UPDATES_PER_REQUEST);
      for (int i = 0; i < requests; i++) {
        long first = System.nanoTime();
        for (int update = 0; update < UPDATES_PER_REQUEST; update++) {
          queue.submit(users.next());
        }
        delays[i] = starts.take() - first - LINGER.toNanos();
      }
    }
    return delays;
  }
}
