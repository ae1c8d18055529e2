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
 * The queue in front of a transport that goes nowhere: what an update costs when they come as fast
 * as they are taken, and how long after its linger a request starts when they come slowly.
 */
public final class QueueRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final int UPDATES_FOR_A_REQUEST = 10;

  private final ExecutorService answers = Executors.newSingleThreadExecutor();

  private QueueRun() {}

  /**
   * Runs it.
   *
   * @param args how many updates, and how many requests
   */
  public static void main(String[] args) throws Exception {
    QueueRun run = new QueueRun();
    int updates = Integer.parseInt(args[0]);
    run.cost(updates);
    run.cost(updates);
    Map<String, Object> cost = run.cost(updates);
    long[] late = run.late(Integer.parseInt(args[1]));
    Arrays.sort(late);
    Map<String, Object> result =
        Map.of(
            "cost",
            cost,
            "lateMedianNanos",
            late[late.length / 2],
            "lateP99Nanos",
            late[late.length * 99 / 100],
            "requests",
            late.length);
    System.out.println(new ObjectMapper().writeValueAsString(result));
    System.exit(0);
  }

  private AudienceForwarder forwarder(NowhereTransport transport) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("key").build(), transport)
        .rateLimiter(RateLimiter.off())
        .minUserWriteInterval(Duration.ZERO)
        .build();
  }

  private Map<String, Object> cost(int updates) throws InterruptedException {
    try (AudienceForwarder forwarder = forwarder(new NowhereTransport(answers, startedAt -> {}));
        AudienceQueue queue = forwarder.queue().build()) {
      Users users = upTo(updates);
      long cpuBefore = SYSTEM.getProcessCpuTime();
      long before = System.nanoTime();
      while (users.hasNext()) {
        queue.submit(users.next());
      }
      queue.flush().toCompletableFuture().join();
      return Map.of(
          "nanosPerUpdate", (System.nanoTime() - before) / (double) updates,
          "cpuNanosPerUpdate", (SYSTEM.getProcessCpuTime() - cpuBefore) / (double) updates);
    }
  }

  /** A few updates for each request; the first of them begins its linger. */
  private long[] late(int requests) throws Exception {
    BlockingQueue<Long> starts = new LinkedBlockingQueue<>();
    long[] late = new long[requests];
    try (AudienceForwarder forwarder = forwarder(new NowhereTransport(answers, starts::add));
        AudienceQueue queue = forwarder.queue().linger(LINGER).build()) {
      Users users = upTo(requests * UPDATES_FOR_A_REQUEST);
      for (int i = 0; i < requests; i++) {
        long first = System.nanoTime();
        for (int update = 0; update < UPDATES_FOR_A_REQUEST; update++) {
          queue.submit(users.next());
        }
        late[i] = starts.take() - first - LINGER.toNanos();
      }
    }
    return late;
  }

  private static Users upTo(int count) {
    return new Users() {
      @Override
      boolean hasNextAfter(long made) {
        return made < count;
      }
    };
  }
}
