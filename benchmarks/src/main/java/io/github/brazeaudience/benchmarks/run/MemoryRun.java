package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.policy.RateLimiter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Streams users with the default settings, without rate limiting. Reports the heap usage after a
 * garbage collection at each percent of the stream.
 */
public final class MemoryRun {
  private static final int PERCENTS = 100;

  private MemoryRun() {}

  /**
   * Runs the program.
   *
   * @param args the port of the server and the number of users
   */
  public static void main(String[] args) throws Exception {
    long users = Long.parseLong(args[1]);
    List<Long> used = new ArrayList<>();
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .endpoints(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:" + args[0]))
            .build();
    long start = System.nanoTime();
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .rateLimiter(RateLimiter.off())
            .build()) {
      ForwardSummary summary =
          forwarder.forwardAll(
              new GeneratedUsers(
                  created -> {
                    if (created * PERCENTS / users > used.size()) {
                      used.add(heapAfterCollection());
                    }
                    return created < users;
                  }),
              outcome -> {});
      if (summary.accepted() != users) {
        throw new IllegalStateException(summary.toString());
      }
    }
    Map<String, Object> result = Map.of("used", used, "nanos", System.nanoTime() - start);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
