package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.ReadBackSimulation.entered;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that exports that are paused or fail hold neither the call nor its track requests. */
class ReadBackOutageTest extends ReadBackFailureFixture {
  @Test
  void forward_pausedExports_holdNoTrackRequests() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) ->
                export == 0
                    ? ScriptedResponse.of(429, "").withHeader("X-Ratelimit-Retry-After", "40")
                    : null,
            TRACKED,
            builder -> builder);
    var unknown = simulation.forwarder.forwardAsync(ReadBackSimulation.entered(50));
    simulation.time.advance(Duration.ofSeconds(1));

    ForwardReport known = simulation.forwarder.forward(known(75));
    assertThat(known.accepted()).isEqualTo(75);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(2));

    var later = simulation.forwarder.forwardAsync(List.of(entered("later")));
    simulation.time.advance(Duration.ofSeconds(38));
    assertThat(simulation.transport.exports()).hasSize(1);
    assertThat(simulation.events)
        .contains("held EXPORT_USERS RATE_LIMITED", "delayed 1 for PT38.996S")
        .doesNotContain("held TRACK_USERS RATE_LIMITED");
    simulation.time.advance(Duration.ofSeconds(3));

    assertThat(unknown.report().toCompletableFuture()).isCompleted();
    assertThat(later.report().toCompletableFuture()).isCompleted();
    assertThat(simulation.single("later")).isEqualTo("'7'");
  }

  @Test
  void forward_exportPauseBeyondTheDeadline_endsAtOnceWithRetryAt() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "120"),
            TRACKED,
            builder ->
                builder
                    .maxInFlight(1)
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));

    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(120));

    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    assertThat(notSent(report.outcomes().get(0)).reason()).contains(Reason.RATE_LIMITED);
    assertThat(notSent(report.outcomes().get(119)).reason()).contains(Reason.DEADLINE);
    assertThat(report.outcomes())
        .allSatisfy(
            outcome ->
                assertThat(notSent(outcome).retryAt())
                    .hasValueSatisfying(
                        at ->
                            assertThat(at)
                                .isAfter(simulation.time.now().plus(Duration.ofSeconds(119)))));
    assertThat(simulation.transport.exports()).hasSize(1);
  }

  @Test
  void forward_exportPauseBeyondTheOutageLimit_endsAllWithThatReason() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "3600"),
            TRACKED,
            builder -> builder.maxInFlight(1));
    List<AudienceUpdate> updates = new ArrayList<>(ReadBackSimulation.entered(120));
    updates.addAll(known(10));

    ForwardReport report = simulation.forwarder.forward(updates);

    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    assertThat(report.accepted()).isEqualTo(10);
    assertThat(reasons(report.outcomes().subList(0, 120))).containsOnly(Reason.RATE_LIMITED);
  }

  @Test
  void forwardAll_exportPauseBeyondTheDeadlineOfABatch_doesNotHoldTheStream() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "3600"),
            TRACKED,
            builder -> builder);
    List<UserOutcome> outcomes = new ArrayList<>();

    simulation.forwarder.forwardAll(ReadBackSimulation.entered(10_000).iterator(), outcomes::add);

    assertThat(outcomes).hasSize(10_000).allSatisfy(ReadBackFailureTest::notSent);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void forward_asManyFailedExportsAsRequestsInFlight_areHeldAndReleased() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> export < 6 ? ScriptedResponse.failure(Delivery.NOT_SENT) : null,
            TRACKED,
            builder -> builder.maxInFlight(2));

    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(200));

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(simulation.events).contains("held EXPORT_USERS UNREACHABLE");
  }

  @Test
  void forward_failingExportsAndHealthyTracks_holdNoTrackRequest() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> ScriptedResponse.of(500, ""),
            TRACKED,
            builder -> builder.maxInFlight(2));
    var unknown = simulation.forwarder.forwardAsync(ReadBackSimulation.entered(500));
    simulation.time.advance(Duration.ofSeconds(20));

    ForwardReport known = simulation.forwarder.forward(known(300));

    assertThat(known.accepted()).isEqualTo(300);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(21));
    while (simulation.time.runNext()) {}
    assertThat(reasons(unknown.report().toCompletableFuture().join().outcomes()))
        .as("each batch was a probe")
        .containsOnly(Reason.SERVER_ERROR);
  }

  @Test
  void forward_longAfterAnExportOutage_readsBackNormally() {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> export < 2 ? ScriptedResponse.failure(Delivery.NOT_SENT) : null,
            TRACKED,
            builder ->
                builder.maxInFlight(2).retryPolicy(RetryPolicy.defaults().withMaxAttempts(1)));
    ForwardReport failed = simulation.forwarder.forward(ReadBackSimulation.entered(100));
    assertThat(reasons(failed.outcomes())).containsOnly(Reason.UNREACHABLE);
    assertThat(simulation.events).contains("held EXPORT_USERS UNREACHABLE");
    simulation.time.advance(Duration.ofHours(1));

    assertThat(simulation.forwarder.forward(List.of(entered("later"))).accepted()).isEqualTo(1);
  }
}
