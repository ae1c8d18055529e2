package io.github.brazeaudience.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** The counters, timers and summaries of a forwarder. Thread-safe. */
record Meters(
    MeterProvider<Counter> updates,
    MeterProvider<Timer> requests,
    MeterProvider<DistributionSummary> requestUsers,
    MeterProvider<DistributionSummary> requestSize,
    MeterProvider<Counter> retries,
    MeterProvider<Counter> redeliveries,
    MeterProvider<Counter> splits,
    MeterProvider<Counter> outages,
    MeterProvider<Counter> headersCorrected,
    MeterProvider<Timer> readBackDelay,
    MeterProvider<Timer> requestsDelay,
    MeterProvider<Timer> calls,
    MeterProvider<Counter> dataPoints) {
  /** Upper bounds of the latency buckets. Percentiles are computed from the buckets. */
  private static final Duration[] LATENCIES =
      LongStream.of(25, 50, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  Meters(MeterRegistry registry, Tags common) {
    this(
        counter("updates", "Updates with an outcome").tags(common).withRegistry(registry),
        timer("requests", "Requests that ended")
            .serviceLevelObjectives(LATENCIES)
            .tags(common)
            .withRegistry(registry),
        summary("request.users", "Users per request", "users").tags(common).withRegistry(registry),
        summary("request.size", "Size of a request body", "bytes")
            .tags(common)
            .withRegistry(registry),
        counter("retries", "Batches that are sent again").tags(common).withRegistry(registry),
        counter("redeliveries", "Waits of a user whose updates a queue delivers again")
            .tags(common)
            .withRegistry(registry),
        counter("splits", "Batches that are split in half to find a bad user")
            .tags(common)
            .withRegistry(registry),
        counter("outages", "Outages").tags(common).withRegistry(registry),
        counter("headers.corrected", "Response headers that cannot be right")
            .tags(common)
            .withRegistry(registry),
        timer("readback.delay", "Waits until profiles may be read back")
            .tags(common)
            .withRegistry(registry),
        timer("requests.delay", "Long waits for the rate limiter")
            .tags(common)
            .withRegistry(registry),
        timer("calls", "Calls that ended").tags(common).withRegistry(registry),
        counter("data.points", "Data points that the calls were charged at most")
            .tags(common)
            .withRegistry(registry));
  }

  private static Counter.Builder counter(String name, String description) {
    return Counter.builder("braze.audience." + name).description(description);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder("braze.audience." + name).description(description);
  }

  private static DistributionSummary.Builder summary(String name, String description, String unit) {
    return DistributionSummary.builder("braze.audience." + name)
        .description(description)
        .baseUnit(unit);
  }
}
