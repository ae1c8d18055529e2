package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.policy.RateLimiter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  private final ExecutorService responses = Executors.newSingleThreadExecutor();

  private QueueRun() {}

  /**
   * Runs the program.
   *
   * @param args the number of updates and the number of requests
   */
  public static void main(String[] args) throws Exception {
    QueueRun run = new QueueRun();
    int updates = Integer.parseInt(args[0]);
    run.cost(updates);
    run.cost(updates);
    Map<String, Object> cost = run.cost(updates);
    long[] delays = run.delays(Integer.parseInt(args[1]));
    Arrays.sort(delays);
    Map<String, Object> result =
        Map.of(
            "cost",
            cost,
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

  private Map<String, Object> cost(int updates) throws InterruptedException {
    try (AudienceForwarder forwarder =
            forwarder(new ImmediateTransport(responses, startedAt -> {}));
        AudienceQueue queue = forwarder.queue().build()) {
      GeneratedUsers users = GeneratedUsers.ofCount(updates);
      long cpuStart = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      while (users.hasNext()) {
        queue.submit(users.next());
      }
      queue.flush().toCompletableFuture().join();
      return Map.of(
          "nanosPerUpdate", (System.nanoTime() - start) / (double) updates,
          "cpuNanosPerUpdate", (SYSTEM.getProcessCpuTime() - cpuStart) / (double) updates);
    }
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
