package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.ReadBackSimulation.entered;
import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the number of exports that a read-back needs, and their times. */
class ReadBackTrafficTest extends ReadBackFixture {
  @Test
  void forward_manyUnknownUsers_areReadBackInBatchesOfFifty() {
    ReadBackSimulation simulation = healthy();

    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(120));

    assertThat(report.accepted()).isEqualTo(120);
    assertThat(simulation.transport.exports().stream().map(List::size).toList())
        .containsExactly(50, 50, 20);
    assertThat(report.requests()).isEqualTo(3 + simulation.braze.requests());
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void forward_moreExportsThanTheLimitPerSecond_arePacedAndReported() {
    ReadBackSimulation simulation = healthy();

    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(15_000));

    assertThat(report.accepted()).isEqualTo(15_000);
    assertThat(simulation.transport.exports()).hasSize(300);
    assertThat(mostStartsInASecond(simulation.transport.starts())).isEqualTo(40);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
    assertThat(simulation.events)
        .filteredOn(event -> event.startsWith("delayed"))
        .as("at most one event per second")
        .hasSizeBetween(1, 7)
        .first()
        .asString()
        .startsWith("delayed 13000 for PT0.");
    assertThat(simulation.transport.maxInFlight()).isLessThanOrEqualTo(16);
  }

  private static int mostStartsInASecond(List<Long> starts) {
    return (int)
        starts.stream()
            .mapToLong(
                from ->
                    starts.stream()
                        .filter(at -> at - from >= 0 && at - from < Duration.ofSeconds(1).toNanos())
                        .count())
            .max()
            .orElse(0);
  }

  @Test
  void forwardAll_fewUnknownUsersInAStream_shareExports() {
    ReadBackSimulation simulation = healthy();
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      updates.add(i % 100 == 99 ? entered("new-" + i) : Simulation.update("u-" + i, 1 + i));
    }

    ForwardSummary summary = simulation.forwarder.forwardAll(updates.iterator(), outcome -> {});

    assertThat(summary.accepted()).isEqualTo(20_000);
    assertThat(simulation.transport.maxExportsInFlight())
        .as("the last export does not wait")
        .isEqualTo(2);
    assertThat(simulation.transport.exports()).hasSizeLessThan(30);
    assertThat(simulation.transport.exports().stream().mapToInt(List::size).sum()).isEqualTo(200);
  }

  @Test
  void forward_twoCallsForOneUser_readBackOnce() {
    ReadBackSimulation simulation = healthy();
    var first = simulation.forwarder.forwardAsync(List.of(entered("u")));

    simulation.forwarder.forward(List.of(change("u", List.of(8L), List.of())));

    assertThat(first.report().toCompletableFuture()).isCompleted();
    assertThat(simulation.transport.exports()).hasSize(1);
    assertThat(simulation.single("u")).isEqualTo("'7','8'");
  }

  static List<ScriptedResponse> passing() {
    return List.of(
        ScriptedResponse.of(408, ""),
        ScriptedResponse.of(500, ""),
        ScriptedResponse.of(503, "").withHeader("Retry-After", "2"),
        ScriptedResponse.of(429, ""),
        ScriptedResponse.of(429, "").withHeader("X-Ratelimit-Retry-After", "3"),
        ScriptedResponse.of(201, ""),
        ScriptedResponse.of(201, "{\"message\":\"failure\",\"users\":[]}"),
        ScriptedResponse.of(200, "<html>"),
        ScriptedResponse.failure(Delivery.NOT_SENT),
        ScriptedResponse.failure(Delivery.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void forward_exportThatFailsOnce_isRetried(ScriptedResponse scripted) {
    ReadBackSimulation simulation =
        new ReadBackSimulation((export, users) -> export == 0 ? scripted : null);
    simulation.braze.set("u", "SegmentMembership", "'1'");

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    assertThat(report.accepted()).isEqualTo(1);
    assertThat(simulation.single("u")).isEqualTo("'1','7'");
    assertThat(report.requests()).isEqualTo(3);
  }

  @Test
  void build_oneLimiterForAllRequestsAndForExports_throws() {
    RateLimiter limiter = RateLimiter.create();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new ReadBackSimulation(
                    (export, users) -> null,
                    (request, objects) -> ScriptedResponse.of(201, SUCCESS),
                    builder -> builder.rateLimiter(limiter).readBackRateLimiter(limiter)))
        .withMessageContaining("readBackRateLimiter");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void forward_unknownAndKnownUsers_shareTheLimitOfRequestsInFlight(int maxInFlight) {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> null,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(maxInFlight));
    List<AudienceUpdate> updates = new ArrayList<>(ReadBackSimulation.entered(600));
    IntStream.range(0, 600).forEach(i -> updates.add(Simulation.update("known-" + i, 1 + i)));

    ForwardReport report = simulation.forwarder.forward(updates);

    assertThat(report.accepted()).isEqualTo(1_200);
    assertThat(simulation.transport.maxInFlight()).isEqualTo(maxInFlight);
  }
}
