package io.github.brazeaudience.examples.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BrazeAudienceMetricsTest {
  private static final Pattern ROW = Pattern.compile("\\| `(braze\\.[a-z.]+)` \\|([^|]*)\\|.*");
  private static final Duration SHORT = Duration.ofMillis(1);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void meters_runWithFaults_countRequestsRetriesAndOutcomes() {
    runWithFaults();

    assertThat(counter("braze.audience.updates", "outcome", "accepted", "reason", "none"))
        .isEqualTo(3);
    assertThat(
            counter("braze.audience.updates", "outcome", "rejected", "reason", "request_refused"))
        .isEqualTo(1);
    assertThat(
            registry
                .get("braze.audience.requests")
                .tags("status", "503", "reason", "server_error")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("braze.audience.requests")
                .tags("status", "201", "reason", "none")
                .timer()
                .count())
        .isPositive();
    assertThat(counter("braze.audience.retries", "reason", "server_error")).isEqualTo(1);
    assertThat(counter("braze.audience.splits")).isEqualTo(2);
    assertThat(counter("braze.audience.outages", "reason", "server_error")).isEqualTo(1);
    assertThat(registry.get("braze.audience.request.users").summary().max()).isEqualTo(4);
    assertThat(registry.get("braze.audience.request.size").summary().max()).isGreaterThan(200);
    System.gc(); // A gauge with a weak reference would be NaN.
    assertThat(registry.get("braze.audience.held").gauge().value()).isZero();
    assertThat(registry.get("braze.audience.requests.active").gauge().value()).isZero();
  }

  @Test
  void meters_allRegistered_matchTheTableInTheReadme() throws IOException {
    runWithFaults();

    Map<String, String> meters = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      String tags =
          meter.getId().getTags().stream()
              .map(Tag::getKey)
              .sorted()
              .map("`%s`"::formatted)
              .collect(Collectors.joining(", "));
      meters.put(meter.getId().getName(), tags);
    }
    Map<String, String> documented = new TreeMap<>();
    try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
      lines
          .map(ROW::matcher)
          .filter(row -> row.matches())
          .forEach(row -> documented.put(row.group(1), row.group(2).strip()));
    }
    assertThat(documented).isEqualTo(meters);
  }

  private void runWithFaults() {
    try (var braze = FakeBraze.start()) {
      var config =
          BrazeAudienceConfig.builder()
              .restApiKey(braze.restApiKey())
              .endpoints(braze.endpoints())
              .build();
      braze.next(Fault.status(503)).poison("u-3", Poison.wholeRequest(400));
      var metrics = BrazeAudienceMetrics.of(registry);
      var users =
          Stream.of("u-1", "u-2", "u-3", "u-4")
              .map(id -> MembershipSnapshot.of(UserProfile.ofCustomerId(id), Audience.of(11034)));
      try (var forwarder =
          AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
              .listener(metrics)
              .maxInFlight(1)
              .minUserWriteInterval(Duration.ZERO)
              .retryPolicy(RetryPolicy.defaults().withBackoff(SHORT, SHORT, SHORT))
              .build()) {
        forwarder.forwardAll(users.iterator(), metrics);
      }
    }
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }
}
