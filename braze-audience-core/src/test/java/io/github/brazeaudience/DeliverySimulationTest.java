package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests the requests of a forwarder on a virtual clock against a simulated Braze that accepts them.
 */
class DeliverySimulationTest {
  private static Simulation healthy() {
    return new Simulation(
        1, (request, objects) -> ScriptedResponse.of(201, SUCCESS), builder -> builder);
  }

  @Test
  void forward_healthyServer_sendsFullRequests() {
    Simulation simulation = healthy();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(10_000));

    assertThat(report.accepted()).isEqualTo(10_000);
    assertThat(report.requests()).isEqualTo(134);
    assertThat(simulation.braze.profiles()).isEqualTo(10_000);
    simulation.assertConsistent(report.outcomes(), 10_000);
  }

  @Test
  void forwardAll_fixedConcurrency_sendsFullRequestsWithinTheLimit() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(16));
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(10_000).iterator(), outcomes::add);

    assertThat(summary.requests()).isEqualTo(134);
    assertThat(simulation.braze.maxInFlight()).isEqualTo(16);
    simulation.assertConsistent(outcomes, 10_000);
  }

  @Test
  void forwardAll_streamOfOneUser_buffersABoundedNumberOfUpdates() {
    Simulation simulation = healthy();
    int count = 200_000;
    AtomicInteger buffered = new AtomicInteger();
    AtomicInteger maxBuffered = new AtomicInteger();
    Iterator<AudienceUpdate> updates =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  maxBuffered.accumulateAndGet(buffered.incrementAndGet(), Math::max);
                  return Simulation.update("one", 1 + i);
                })
            .iterator();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(updates, outcome -> buffered.decrementAndGet());

    assertThat(summary.accepted()).isEqualTo(count);
    assertThat(maxBuffered).hasValueLessThan(25_000);
  }

  @Test
  void forwardAll_steadyState_neverExceedsTheLimitInAnyWindow() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(201, SUCCESS).withLatency(Duration.ofMillis(10)),
            builder ->
                builder.maxInFlight(32).rateLimiter(RateLimiter.of(100, Duration.ofSeconds(3))));
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(75_000).iterator(), outcome -> {});

    assertThat(summary.accepted()).isEqualTo(75_000);
    assertThat(simulation.braze.maxStartsIn(Duration.ofSeconds(3))).isEqualTo(100);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(28));
  }

  @Test
  void forwardAsync_moreCallsThanTheDefaultLimit_startsUpToTheLimit() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(201, SUCCESS).withLatency(Duration.ofMillis(10)),
            builder -> builder.maxInFlight(128));
    int calls = Boolean.getBoolean("tests.full") ? 7_000 : 3_500;
    for (AudienceUpdate update : Simulation.users(calls)) {
      simulation.forwarder.forwardAsync(List.of(update));
    }
    simulation.time.runUntilIdle();

    assertThat(simulation.braze.profiles()).isEqualTo(calls);
    assertThat(simulation.braze.maxStartsIn(RateLimiter.DEFAULT_WINDOW))
        .isEqualTo(RateLimiter.DEFAULT_STARTS);
    Duration windows = RateLimiter.DEFAULT_WINDOW.multipliedBy(calls / RateLimiter.DEFAULT_STARTS);
    assertThat(simulation.time.elapsed()).isBetween(windows, windows.plusSeconds(2));
  }

  @Test
  void forward_secondCallForABusyUser_waitsForTheFirstAndTheCooldown() {
    Simulation simulation = healthy();
    var first = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 1)));
    var second =
        simulation.forwarder.forwardAsync(
            List.of(Simulation.update("u", 2), Simulation.update("v", 3)));
    while (simulation.time.runNext()) {}

    assertThat(simulation.braze.starts()).hasSize(3);
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(simulation.braze.starts().get(2) - simulation.braze.starts().get(0))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1_100).toNanos());
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'2'");
    assertThat(first.report().toCompletableFuture().join().accepted()).isEqualTo(1);
    assertThat(second.report().toCompletableFuture().join().accepted()).isEqualTo(2);
  }

  @Test
  void forward_afterClose_isNotSent() {
    Simulation simulation = healthy();
    simulation.forwarder.close();

    ForwardReport report = simulation.forwarder.forward(Simulation.users(3));

    assertThat(report.outcomes()).allMatch(o -> o.reason().orElseThrow() == Reason.CLOSED);
  }

  @Test
  void forward_interrupted_cancelsAndRestoresTheInterrupt() {
    Simulation simulation = healthy();
    Thread.currentThread().interrupt();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.outcomes()).hasSize(200).noneMatch(Accepted.class::isInstance);
  }

  @Test
  void forward_noUpdates_completesWithoutARequest() {
    Simulation simulation = healthy();

    assertThat(simulation.forwarder.forward(List.of()).complete()).isTrue();
    assertThat(
            simulation
                .forwarder
                .forwardAll(List.<AudienceUpdate>of().iterator(), o -> {})
                .updates())
        .isZero();
    assertThat(simulation.braze.requests()).isZero();
  }
}
