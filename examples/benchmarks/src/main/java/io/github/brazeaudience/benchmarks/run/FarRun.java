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

/** Streams users for some seconds with the default settings, and says what started in each. */
public final class FarRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private FarRun() {}

  /**
   * Runs it.
   *
   * @param args the server's port, and how many seconds
   */
  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
    Seconds seconds = new Seconds((int) time.toSeconds());
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .endpoints(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:" + args[0]))
            .build();
    ForwardSummary summary;
    long cpuBefore = SYSTEM.getProcessCpuTime();
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .listener(seconds)
            .build()) {
      summary =
          forwarder.forwardAll(
              new Users() {
                @Override
                boolean hasNextAfter(long made) {
                  return System.nanoTime() - seconds.begun < time.toNanos();
                }
              },
              outcome -> {});
    }
    Map<String, Object> result =
        Map.of(
            "starts",
            seconds.starts(),
            "inFlight",
            seconds.inFlight,
            "users",
            summary.updates(),
            "accepted",
            summary.accepted(),
            "cpuNanos",
            SYSTEM.getProcessCpuTime() - cpuBefore,
            "nanos",
            System.nanoTime() - seconds.begun);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** Counts the requests that start in each second. */
  private static final class Seconds implements ForwarderListener {
    private final long begun = System.nanoTime();
    private final AtomicIntegerArray counts;
    private volatile int inFlight;

    Seconds(int seconds) {
      counts = new AtomicIntegerArray(seconds);
    }

    @Override
    public void attemptStarted(AttemptStarted event) {
      long second = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      if (second < counts.length()) {
        counts.incrementAndGet((int) second);
      }
    }

    @Override
    public void maxInFlightChanged(MaxInFlightChanged event) {
      inFlight = event.now();
    }

    int[] starts() {
      int[] starts = new int[counts.length()];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = counts.get(i);
      }
      return starts;
    }
  }
}
