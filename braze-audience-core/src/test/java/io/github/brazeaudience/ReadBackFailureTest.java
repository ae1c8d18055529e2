package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.ReadBackSimulation.entered;
import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the outcomes of users whose profiles cannot be read back. */
class ReadBackFailureTest extends ReadBackFailureFixture {
  static List<Arguments> lasting() {
    return List.of(
        Arguments.of(ScriptedResponse.of(408, ""), Reason.SERVER_ERROR),
        Arguments.of(ScriptedResponse.of(500, ""), Reason.SERVER_ERROR),
        Arguments.of(ScriptedResponse.of(504, ""), Reason.SERVER_ERROR),
        Arguments.of(ScriptedResponse.of(429, ""), Reason.RATE_LIMITED),
        Arguments.of(ScriptedResponse.of(201, "{}"), Reason.UNREADABLE_ANSWER),
        Arguments.of(ScriptedResponse.failure(Delivery.NOT_SENT), Reason.UNREACHABLE),
        Arguments.of(ScriptedResponse.failure(Delivery.UNKNOWN), Reason.NO_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void forward_exportKeepsFailing_isNotSentWithItsReason(ScriptedResponse scripted, Reason reason) {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> scripted,
            TRACKED,
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(3)));

    ForwardReport report =
        simulation.forwarder.forward(List.of(entered("u"), Simulation.update("known", 1)));

    assertThat(notSent(report.outcomes().get(0)).reason()).contains(reason);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(simulation.transport.exports()).hasSize(3);
    assertThat(report.requests()).isEqualTo(4);
    assertThat(simulation.braze.profile("u")).isNull();
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(401, Reason.UNAUTHORIZED, "users.export.ids"),
        Arguments.of(403, Reason.UNAUTHORIZED, "lacks the permission users.export.ids"),
        Arguments.of(302, Reason.ENDPOINT_REFUSED, "/users/export/ids"),
        Arguments.of(404, Reason.ENDPOINT_REFUSED, "/users/export/ids"),
        Arguments.of(422, Reason.ENDPOINT_REFUSED, "/users/export/ids"),
        Arguments.of(400, Reason.REQUEST_REFUSED, "/users/export/ids"),
        Arguments.of(413, Reason.REQUEST_REFUSED, "/users/export/ids"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void forward_exportRefused_endsTheReadBackButNotTheCall(
      int status, Reason reason, String message) {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(status, "{\"message\":\"secret\"}"),
            TRACKED,
            builder -> builder.maxInFlight(1));
    List<AudienceUpdate> updates = new ArrayList<>(ReadBackSimulation.entered(120));
    updates.addAll(known(200));

    ForwardReport report = simulation.forwarder.forward(updates);

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(report.outcomes().subList(0, 120))
        .allSatisfy(
            outcome -> {
              assertThat(notSent(outcome).reason()).contains(reason);
              assertThat(outcome.message()).contains(message).doesNotContain("secret");
            });
    assertThat(simulation.transport.exports()).as("exports").hasSize(1);
  }

  @Test
  void forward_deadlineDuringAnExport_isNotSent() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(201, "").withLatency(Duration.ofHours(1)),
            TRACKED,
            builder ->
                builder.retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofSeconds(10))));

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    assertThat(notSent(report.outcomes().get(0)).reason())
        .hasValueSatisfying(reason -> assertThat(reason).isIn(Reason.DEADLINE, Reason.NO_ANSWER));
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(16));
  }

  @Test
  void cancel_oneExportInFlightAndOthersQueued_isNotSentCancelled() {
    ReadBackSimulation simulation =
        new ReadBackSimulation((export, users) -> null, TRACKED, builder -> builder.maxInFlight(1));
    var call = simulation.forwarder.forwardAsync(ReadBackSimulation.entered(120));
    simulation.time.advance(Duration.ofMillis(50));
    assertThat(simulation.transport.exports()).hasSize(1);

    call.cancel();

    assertThat(call.report().toCompletableFuture()).isCompleted();
    ForwardReport report = call.report().toCompletableFuture().join();
    assertThat(report.outcomes()).hasSize(120);
    assertThat(reasons(report.outcomes())).containsOnly(Reason.CANCELLED);
    while (simulation.time.runNext()) {}
    assertThat(simulation.transport.exports()).hasSize(1);
    assertThat(simulation.braze.requests()).isZero();
  }

  @Test
  void close_exportInFlight_isNotSentClosed() {
    ReadBackSimulation simulation = new ReadBackSimulation((export, users) -> null);
    var call = simulation.forwarder.forwardAsync(List.of(entered("u")));
    simulation.time.advance(Duration.ofMillis(50));

    simulation.forwarder.close();

    assertThat(notSent(call.report().toCompletableFuture().join().outcomes().get(0)).reason())
        .contains(Reason.CLOSED);
  }

  @Test
  void queue_keyGetsThePermission_readsBackAgainAfterAMinute() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> export == 0 ? ScriptedResponse.of(403, "") : null);
    AudienceQueue queue = simulation.forwarder.queue().linger(Duration.ofMillis(10)).build();

    assertThat(outcome(simulation, queue, "first").reason()).contains(Reason.UNAUTHORIZED);
    assertThat(outcome(simulation, queue, "second").reason()).contains(Reason.UNAUTHORIZED);
    assertThat(simulation.transport.exports()).hasSize(1);
    simulation.time.advance(Duration.ofMinutes(1));
    assertThat(outcome(simulation, queue, "third")).isInstanceOf(Accepted.class);
  }

  @Test
  void forward_transportBreaksItsContract_isNotSentAndNotRetried() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> {
              throw new CompletionException(new NoSuchMethodError("okio"));
            });

    ForwardReport report =
        simulation.forwarder.forward(List.of(entered("u"), Simulation.update("known", 1)));

    assertThat(notSent(report.outcomes().get(0)).reason()).contains(Reason.UNREACHABLE);
    assertThat(report.accepted()).isEqualTo(1);
  }

  @Test
  void forward_storeUpdateOfAReadBackFails_isNotSent() {
    FailingStore store = new FailingStore(InMemoryMembershipStore.create());
    store.failUpdates = true;
    ReadBackSimulation simulation =
        new ReadBackSimulation((export, users) -> null, TRACKED, builder -> builder, store);

    ForwardReport report = simulation.forwarder.forward(List.of(entered("u")));

    NotSent outcome = notSent(report.outcomes().get(0));
    assertThat(outcome.reason()).contains(Reason.STORE_UNAVAILABLE);
    assertThat(outcome.message()).contains("store");
    assertThat(simulation.braze.requests()).isZero();
  }

  @Test
  void forward_writeFailsAfterARetriedExport_hasNoReasonOfTheExport() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> export == 0 ? ScriptedResponse.of(503, "") : null,
            (request, objects) ->
                ScriptedResponse.of(201, SUCCESS).withLatency(Duration.ofMinutes(1)),
            builder -> builder.maxInFlight(1));
    var others = simulation.forwarder.forwardAsync(Simulation.users(75));
    var call = simulation.forwarder.forwardAsync(List.of(entered("u")));
    simulation.time.advance(Duration.ofSeconds(40));
    while (simulation.transport.exports().size() < 2) {
      simulation.time.runNext();
    }
    var further = simulation.forwarder.forwardAsync(Simulation.users(75));
    simulation.time.advance(Duration.ofSeconds(1));

    call.cancel();
    while (simulation.time.runNext()) {}

    UserOutcome outcome = call.report().toCompletableFuture().join().outcomes().get(0);
    assertThat(outcome.reason())
        .hasValueSatisfying(reason -> assertThat(reason).isNotEqualTo(Reason.SERVER_ERROR));
    assertThat(others.report().toCompletableFuture()).isCompleted();
    assertThat(further.report().toCompletableFuture()).isCompleted();
  }
}
