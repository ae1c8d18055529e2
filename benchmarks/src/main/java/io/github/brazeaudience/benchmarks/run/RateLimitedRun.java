package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Streams users for some seconds with the default settings. Reports the number of requests that
 * started in each second, and the CPU usage of the whole run and after the warm-up.
 */
public final class RateLimitedRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final long WARM_UP_SECONDS = 10;

  private RateLimitedRun() {}

  /**
   * Runs the program.
   *
   * @param args the port of the server and the duration in seconds
   */
  public static void main(String[] args) throws Exception {
    Duration duration = Duration.ofSeconds(Long.parseLong(args[1]));
    RequestsPerSecond requests = new RequestsPerSecond((int) duration.toSeconds());
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .endpoints(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:" + args[0]))
            .build();
    ForwardSummary summary;
    CpuUsage total = new CpuUsage();
    CpuUsage[] afterWarmUp = {total};
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .listener(requests)
            .build()) {
      summary =
          forwarder.forwardAll(
              new GeneratedUsers(
                  created -> {
                    Duration elapsed = Duration.ofNanos(System.nanoTime() - requests.start);
                    if (afterWarmUp[0] == total && elapsed.toSeconds() >= WARM_UP_SECONDS) {
                      afterWarmUp[0] = new CpuUsage();
                    }
                    return elapsed.compareTo(duration) < 0;
                  }),
              outcome -> {});
    }
    Map<String, Object> result =
        Map.of(
            "starts",
            requests.counts(),
            "inFlight",
            requests.inFlight,
            "users",
            summary.updates(),
            "accepted",
            summary.accepted(),
            "cores",
            total.cores(),
            "coresAfterWarmUp",
            afterWarmUp[0].cores());
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** Measures the CPU usage since its creation. */
  private static final class CpuUsage {
    private final long cpuStart = SYSTEM.getProcessCpuTime();
    private final long start = System.nanoTime();

    double cores() {
      return (double) (SYSTEM.getProcessCpuTime() - cpuStart) / (System.nanoTime() - start);
    }
  }

  /** Counts the requests that start in each second. */
  private static final class RequestsPerSecond implements ForwarderListener {
    private final long start = System.nanoTime();
    private final AtomicIntegerArray counts;
    private volatile int inFlight;

    RequestsPerSecond(int seconds) {
      counts = new AtomicIntegerArray(seconds);
    }

    @Override
    public void attemptStarted(AttemptStarted event) {
      long second = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      if (second < counts.length()) {
        counts.incrementAndGet((int) second);
      }
    }

    @Override
    public void maxInFlightChanged(MaxInFlightChanged event) {
      inFlight = event.now();
    }

    int[] counts() {
      return IntStream.range(0, counts.length()).map(counts::get).toArray();
    }
  }
}
