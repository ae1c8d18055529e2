package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that an outcome is decided over all attempts. */
class OutcomeOverAttemptsTest {
  private static final ScriptedResponse REFUSED = ScriptedResponse.failure(Delivery.NOT_SENT);
  private static final ScriptedResponse UNKNOWN = ScriptedResponse.failure(Delivery.UNKNOWN);
  private static final ScriptedResponse BROKEN = ScriptedResponse.of(500, "");
  private static final ScriptedResponse UNREADABLE = ScriptedResponse.of(200, "<html>");
  private static final ScriptedResponse THROTTLED = ScriptedResponse.of(429, "");

  private static final ScriptedResponse THROTTLED_LONG =
      THROTTLED.withHeader("X-Ratelimit-Retry-After", "3000");

  private static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);

  static Stream<Arguments> histories() {
    return Stream.of(
        of(List.of(UNKNOWN, OK), Accepted.class, null),
        of(List.of(REFUSED, THROTTLED, OK), Accepted.class, null),
        of(List.of(UNKNOWN, ScriptedResponse.of(401, "")), Unconfirmed.class, Reason.NO_ANSWER),
        of(List.of(BROKEN, THROTTLED_LONG), Unconfirmed.class, Reason.SERVER_ERROR),
        of(List.of(UNKNOWN, BROKEN, REFUSED), Unconfirmed.class, Reason.SERVER_ERROR),
        of(List.of(BROKEN, UNKNOWN, THROTTLED), Unconfirmed.class, Reason.NO_ANSWER),
        of(List.of(UNREADABLE, REFUSED, REFUSED), Unconfirmed.class, Reason.UNREADABLE_ANSWER),
        of(List.of(UNKNOWN, ScriptedResponse.of(404, "")), Unconfirmed.class, Reason.NO_ANSWER),
        of(List.of(REFUSED, ScriptedResponse.of(403, "")), NotSent.class, Reason.UNAUTHORIZED),
        of(List.of(REFUSED, ScriptedResponse.of(302, "")), NotSent.class, Reason.ENDPOINT_REFUSED),
        of(List.of(THROTTLED, THROTTLED, REFUSED), NotSent.class, Reason.UNREACHABLE),
        of(List.of(REFUSED, REFUSED, THROTTLED), NotSent.class, Reason.RATE_LIMITED),
        of(List.of(REFUSED, THROTTLED_LONG), NotSent.class, Reason.RATE_LIMITED),
        of(List.of(REFUSED, ScriptedResponse.of(400, "")), Rejected.class, Reason.REQUEST_REFUSED),
        of(List.of(REFUSED, ScriptedResponse.of(413, "")), Rejected.class, Reason.REQUEST_REFUSED),
        of(
            List.of(
                BROKEN,
                ScriptedResponse.of(
                    201, "{\"message\":\"success\",\"errors\":[{\"type\":\"t\",\"index\":0}]}")),
            Rejected.class,
            Reason.NAMED_BY_BRAZE),
        of(
            List.of(
                REFUSED,
                ScriptedResponse.of(201, "{\"message\":\"success\",\"errors\":[\"somebody\"]}")),
            Unconfirmed.class,
            Reason.UNATTRIBUTED_ERROR));
  }

  private static Arguments of(
      List<ScriptedResponse> responses,
      Class<? extends UserOutcome> outcome,
      @Nullable Reason reason) {
    return Arguments.of(responses, outcome, reason);
  }

  @ParameterizedTest
  @MethodSource("histories")
  void forward_severalAttempts_decidesTheOutcomeOverAllOfThem(
      List<ScriptedResponse> responses, Class<?> expected, @Nullable Reason reason) {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> responses.get(request),
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(3)));
    ForwardReport report = simulation.forwarder.forward(List.of(Simulation.update("u", 7)));
    UserOutcome outcome = report.outcomes().get(0);

    assertThat(outcome).isInstanceOf(expected);
    assertThat(outcome.reason().orElse(null)).isEqualTo(reason);
    assertThat(outcome.attempts()).isEqualTo(responses.size());
    assertThat(report.requests()).isEqualTo(responses.size());
    boolean written = outcome instanceof Accepted || outcome instanceof Unconfirmed;
    assertThat(report.dataPoints()).isEqualTo(written ? 1 : 0);
    if (reason == Reason.RATE_LIMITED) {
      assertThat(((NotSent) outcome).retryAt()).isPresent();
    }
  }

  @Test
  void forward_rateLimitedUntilTheDeadline_hasRetryAt() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> THROTTLED,
            builder ->
                builder
                    .maxInFlight(1)
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(10));

    assertThat(report.outcomes())
        .allMatch(o -> o.reason().orElseThrow() == Reason.RATE_LIMITED)
        .allMatch(o -> ((NotSent) o).retryAt().isPresent());
  }

  @Test
  void cancel_rateLimited_hasRetryAt() {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> THROTTLED.withHeader("Retry-After", "60"), builder -> builder);
    var call = simulation.forwarder.forwardAsync(Simulation.users(10));
    simulation.time.advance(Duration.ofSeconds(1));
    call.cancel();

    ForwardReport report = call.report().toCompletableFuture().join();
    assertThat(report.outcomes())
        .allMatch(o -> o.reason().orElseThrow() == Reason.RATE_LIMITED)
        .allMatch(
            o ->
                Duration.between(simulation.time.now(), ((NotSent) o).retryAt().orElseThrow())
                        .compareTo(Duration.ofSeconds(58))
                    > 0);
  }
}
