package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests the outcomes on a virtual clock against a simulated Braze that is unavailable or refuses
 * requests.
 */
class DeliveryRefusalTest {
  @Test
  void forward_refusedKey_endsAtOnceWithEveryUpdateNotSent() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(401, "{\"message\":\"Invalid API Key\"}"),
            builder -> builder);
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(100_000).iterator(), outcomes::add);

    assertThat(summary.notSent()).isEqualTo(100_000);
    assertThat(summary.requests()).isLessThanOrEqualTo(16);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    assertThat(outcomes).allMatch(o -> o.reason().orElseThrow() == Reason.UNAUTHORIZED);
  }

  @Test
  void forward_unreachable_failsAfterAllAttempts() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.failure(Delivery.NOT_SENT),
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(4)));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(80));

    assertThat(report.outcomes())
        .allMatch(o -> o instanceof NotSent && o.attempts() == 4)
        .allMatch(o -> o.reason().orElseThrow() == Reason.UNREACHABLE);
    assertThat(report.requests()).isEqualTo(8);
  }

  @Test
  void forward_pauseBeyondTheOutageLimit_endsAtOnceWithRetryAt() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "3600"),
            builder -> builder.maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.outcomes())
        .allMatch(o -> o.reason().orElseThrow() == Reason.RATE_LIMITED)
        .allMatch(
            o ->
                Duration.between(simulation.time.now(), ((NotSent) o).retryAt().orElseThrow())
                        .compareTo(Duration.ofSeconds(3599))
                    > 0);
    assertThat(report.outcomes().subList(0, 75)).allMatch(o -> o.attempts() == 1);
    assertThat(report.outcomes().get(75).attempts()).isZero();
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forward_pauseBeyondTheDeadline_endsAtOnce() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "120"),
            builder ->
                builder
                    .maxInFlight(1)
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.RATE_LIMITED);
    assertThat(report.outcomes().get(75).reason()).contains(Reason.DEADLINE);
    assertThat(((NotSent) report.outcomes().get(75)).retryAt()).isPresent();
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forwardAll_outageBeyondTheLimit_remainingUpdatesHaveTheReasonOfTheOutage() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.failure(Delivery.NOT_SENT),
            builder -> builder);
    List<UserOutcome> outcomes = new ArrayList<>();
    simulation.forwarder.forwardAll(Simulation.users(75_000).iterator(), outcomes::add);

    assertThat(outcomes)
        .hasSize(75_000)
        .allMatch(o -> o instanceof NotSent && o.reason().orElseThrow() == Reason.UNREACHABLE);
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(16 + 60);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void forward_poisonUsers_rejectsOnlyThem() {
    Set<String> poison = Set.of("u-3", "u-80", "u-81", "u-2999");
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.stream().anyMatch(object -> poison.contains(SimulatedBraze.user(object)))
                    ? ScriptedResponse.of(400, "{\"message\":\"Bad Request\"}")
                    : ScriptedResponse.of(201, SUCCESS),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(3_000));

    Set<String> rejected =
        report.outcomes().stream()
            .filter(Rejected.class::isInstance)
            .map(Simulation::user)
            .collect(Collectors.toSet());
    assertThat(rejected).isEqualTo(poison);
    assertThat(report.accepted()).isEqualTo(2_996);
    assertThat(report.requests()).isLessThanOrEqualTo(40 + 15 * 4);
  }

  @Test
  void forward_everyRequestRefused_stopsAfterTwoBatches() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(400, "{\"message\":\"Bad Request\"}"),
            builder -> builder.maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(3_000));

    assertThat(report.rejected()).isEqualTo(150);
    assertThat(report.notSent()).isEqualTo(2_850);
    assertThat(report.outcomes().get(2_999).reason()).contains(Reason.REQUEST_REFUSED);
    assertThat(report.requests()).isEqualTo(2 * 149);
  }

  @Test
  void forward_usersNamedOn2xx_rejectsOnlyThem() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(
                    201,
                    "{\"message\":\"success\","
                        + "\"errors\":[{\"type\":\"EMAIL_BAD_FORMAT\",\"index\":1}]}"),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.rejected()).isEqualTo(2);
    assertThat(report.outcomes().get(1)).isInstanceOf(Rejected.class);
    assertThat(report.outcomes().get(76).message()).contains("EMAIL_BAD_FORMAT");
  }

  @Test
  void forward_usersNamedOn400_sendsTheOthersAgain() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                request == 0
                    ? ScriptedResponse.of(
                        400, "{\"message\":\"x\",\"errors\":[{\"type\":\"t\",\"index\":0}]}")
                    : ScriptedResponse.of(201, SUCCESS),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(75));

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.accepted()).isEqualTo(74);
    assertThat(simulation.braze.sizes()).containsExactly(75, 74);
  }
}
