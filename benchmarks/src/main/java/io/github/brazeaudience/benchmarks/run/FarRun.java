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

/**
 * Streams users for some seconds with the default settings, and says what started in each, and how
 * much of the processors it took from its start and from the tenth second on.
 */
public final class FarRun {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final long WARM_UP_SECONDS = 10;

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
    Use whole = new Use();
    Later later = new Later(whole);
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .listener(seconds)
            .build()) {
      summary =
          forwarder.forwardAll(
              new Users() {
                @Override
                boolean hasNextAfter(long made) {
                  Duration passed = Duration.ofNanos(System.nanoTime() - seconds.begun);
                  if (later.use == whole && passed.toSeconds() >= WARM_UP_SECONDS) {
                    later.use = new Use();
                  }
                  return passed.compareTo(time) < 0;
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
            "cores",
            whole.cores(),
            "coresLater",
            later.use.cores());
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** The use of the processors from now on. */
  private static final class Use {
    private final long cpuBefore = SYSTEM.getProcessCpuTime();
    private final long before = System.nanoTime();

    double cores() {
      return (double) (SYSTEM.getProcessCpuTime() - cpuBefore) / (System.nanoTime() - before);
    }
  }

  /** The use from the end of the warm-up on, or the whole one if it does not end. */
  private static final class Later {
    private Use use;

    Later(Use whole) {
      use = whole;
    }
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
