package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.LookupSimulation.device;
import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ExportingBraze;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests updates whose users cannot be looked up, and other updates of the same call. */
class DeviceLookupFailureTest {
  private static final ExportingBraze.Script STALLED =
      (lookup, devices) -> ScriptedResponse.of(201, "").withLatency(Duration.ofSeconds(29));

  private static LookupSimulation simulation(ExportingBraze.Script lookups, RetryPolicy policy) {
    return new LookupSimulation(lookups, builder -> builder.retryPolicy(policy), config -> config);
  }

  private static ForwardReport report(ForwardCall call) {
    return call.report().toCompletableFuture().join();
  }

  @ParameterizedTest
  @MethodSource("io.github.brazeaudience.ReadBackFailureTest#lasting")
  void forward_lookupKeepsFailing_isNotSentWithItsReason(ScriptedResponse scripted, Reason reason) {
    LookupSimulation simulation =
        simulation((lookup, devices) -> scripted, RetryPolicy.defaults().withMaxAttempts(3));

    ForwardReport report =
        simulation.forwarder.forward(List.of(device(1, "d"), Simulation.update("u", 2)));

    assertThat(report.outcomes().get(0)).isInstanceOf(NotSent.class);
    assertThat(report.outcomes().get(0).reason()).contains(reason);
    assertThat(report.outcomes().get(0).attempts()).isZero();
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(simulation.transport.exports()).hasSize(3);
    assertThat(report.requests()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("io.github.brazeaudience.ReadBackFailureTest#lasting")
  void forward_lookupFailsOnce_isWrittenAfterARetry(ScriptedResponse scripted, Reason unused) {
    LookupSimulation simulation =
        simulation((lookup, devices) -> lookup == 0 ? scripted : null, RetryPolicy.defaults());
    simulation.transport.addUser("d", "u");

    UserOutcome outcome = simulation.forwarder.forward(List.of(device(1, "d"))).outcomes().get(0);

    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(outcome.attempts()).isEqualTo(1);
    assertThat(simulation.transport.exports()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"401, UNAUTHORIZED", "403, UNAUTHORIZED", "404, ENDPOINT_REFUSED"})
  void forward_fatalFailure_endsTheLookupsOfTheCallButNotTheCall(int status, Reason reason) {
    LookupSimulation simulation =
        simulation(
            (lookup, devices) -> ScriptedResponse.of(status, "secret"), RetryPolicy.defaults());
    List<AudienceUpdate> updates = new ArrayList<>(LookupSimulation.devices(500));
    updates.addAll(Simulation.users(200));

    ForwardReport report = simulation.forwarder.forward(updates);

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(report.notSent()).isEqualTo(500);
    assertThat(report.outcomes().subList(0, 500))
        .allSatisfy(
            outcome -> {
              assertThat(outcome.reason()).contains(reason);
              assertThat(outcome.message()).contains("/users/export/ids").doesNotContain("secret");
            });
    assertThat(simulation.transport.exports()).hasSizeLessThanOrEqualTo(32);
  }

  @Test
  void forward_forbidden_messageNamesThePermission() {
    LookupSimulation simulation =
        simulation((lookup, devices) -> ScriptedResponse.of(403, ""), RetryPolicy.defaults());

    UserOutcome outcome = simulation.forwarder.forward(List.of(device(1, "d"))).outcomes().get(0);

    assertThat(outcome.message()).contains("users.export.ids", "looking up devices");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void forward_deviceRefused_rejectsOnlyItsUsers(int status) {
    LookupSimulation simulation =
        simulation(
            (lookup, devices) -> devices.contains("bad") ? ScriptedResponse.of(status, "") : null,
            RetryPolicy.defaults());
    simulation.transport.addUser("good", "u");

    ForwardReport report =
        simulation.forwarder.forward(
            List.of(device(1, "bad"), device(2, "bad", "good"), device(3, "good")));

    assertThat(report.outcomes().subList(0, 2))
        .allSatisfy(
            outcome -> {
              assertThat(outcome).isInstanceOf(Rejected.class);
              assertThat(outcome.reason()).contains(Reason.REQUEST_REFUSED);
              assertThat(outcome.message()).contains(status + " to the lookup of a device");
            });
    assertThat(report.outcomes().get(2)).isInstanceOf(Accepted.class);
  }

  @Test
  void forward_lookupOfAnotherCallFails_isTriedAgain() {
    LookupSimulation simulation =
        simulation(
            (lookup, devices) -> lookup == 0 ? ScriptedResponse.of(500, "") : null,
            RetryPolicy.defaults().withMaxAttempts(1));
    simulation.transport.addUser("d", "u");

    ForwardCall first = simulation.forwarder.forwardAsync(List.of(device(1, "d")));
    ForwardCall second = simulation.forwarder.forwardAsync(List.of(device(2, "d")));
    simulation.time.runUntilIdle();

    assertThat(report(first).outcomes().get(0).reason()).contains(Reason.SERVER_ERROR);
    assertThat(report(second).accepted()).isEqualTo(1);
    assertThat(simulation.transport.maxInFlightOfADevice()).isEqualTo(1);
  }

  @Test
  void forward_callOfTheLookupIsCancelled_otherCallLooksUpItself() {
    LookupSimulation simulation =
        simulation(
            (lookup, devices) -> lookup == 0 ? STALLED.respond(lookup, devices) : null,
            RetryPolicy.defaults());
    simulation.transport.addUser("d", "u");
    ForwardCall first = simulation.forwarder.forwardAsync(List.of(device(1, "d")));
    ForwardCall second = simulation.forwarder.forwardAsync(List.of(device(2, "d")));
    simulation.time.advance(Duration.ofSeconds(1));

    first.cancel();
    simulation.time.advance(Duration.ofSeconds(1));

    assertThat(report(first).outcomes().get(0).reason()).contains(Reason.CANCELLED);
    assertThat(report(second).accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cancelOrClose_lookupsInFlightAndWaiting_areNotSent(boolean close) {
    LookupSimulation simulation = simulation(STALLED, RetryPolicy.defaults());
    ForwardCall call = simulation.forwarder.forwardAsync(LookupSimulation.devices(200));
    simulation.time.advance(Duration.ofSeconds(1));

    if (close) {
      simulation.forwarder.close();
    } else {
      call.cancel();
    }
    simulation.time.runUntilIdle();

    assertThat(report(call).outcomes())
        .hasSize(200)
        .allMatch(
            outcome ->
                outcome.reason().orElseThrow() == (close ? Reason.CLOSED : Reason.CANCELLED));
    assertThat(simulation.braze.requests()).isZero();
    if (close) {
      assertThat(simulation.forwarder.forward(List.of(device(1, "d"))).outcomes().get(0).reason())
          .contains(Reason.CLOSED);
    }
  }

  @Test
  void forward_deadlinePassesBetweenTwoDevices_isNotSent() {
    LookupSimulation simulation =
        simulation(
            (lookup, devices) ->
                ScriptedResponse.of(201, "{\"message\":\"success\",\"users\":[]}")
                    .withLatency(Duration.ofMillis(2_999)),
            RetryPolicy.defaults().withDeadline(Duration.ofSeconds(3)));

    UserOutcome outcome =
        simulation.forwarder.forward(List.of(device(1, "a", "b", "c"))).outcomes().get(0);

    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void forward_engineFailsDuringALookup_everyUpdateHasAnOutcomeAndLaterCallsWork() {
    boolean[] fails = {true};
    LookupSimulation simulation =
        new LookupSimulation(
            (lookup, devices) -> null,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> {
              SimulationHooks.codec(builder, encoder -> failing(Codec.of(encoder), fails));
              return builder;
            },
            config -> config);
    for (int i = 0; i < 100; i++) {
      simulation.transport.addUser("d-" + i, "u-" + i);
    }
    ForwardCall lookups = simulation.forwarder.forwardAsync(LookupSimulation.devices(100));

    ForwardReport failed = simulation.forwarder.forward(List.of(Simulation.update("v", 1)));
    fails[0] = false;
    simulation.time.runUntilIdle();

    assertThat(failed.outcomes().get(0).reason()).contains(Reason.CANCELLED);
    ForwardReport report = report(lookups);
    assertThat(report.outcomes()).hasSize(100);
    assertThat(report.accepted()).as("in flight when the engine failed").isBetween(1L, 32L);
    assertThat(report.notSent()).isEqualTo(100 - report.accepted());
    assertThat(simulation.forwarder.forward(LookupSimulation.devices(100)).accepted())
        .isEqualTo(100);
    assertThat(simulation.braze.violations()).isEmpty();
  }

  private static Codec failing(Codec codec, boolean[] fails) {
    return new Codec() {
      @Override
      public long maxBodyBytes(List<UserAttributes> objects) {
        if (fails[0]) {
          throw new IllegalStateException("simulated");
        }
        return codec.maxBodyBytes(objects);
      }

      @Override
      public RequestBody encode(List<UserAttributes> objects) {
        return codec.encode(objects);
      }

      @Override
      public AttemptResult classify(
          TransportResponse response, RequestContext context, String host, Instant now) {
        return codec.classify(response, context, host, now);
      }
    };
  }
}
