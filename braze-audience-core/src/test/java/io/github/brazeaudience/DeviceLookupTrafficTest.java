package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.LookupSimulation.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests when lookups of devices are sent, and that they delay no other user. */
class DeviceLookupTrafficTest extends DeviceLookupFixture {
  @Test
  void forward_updatesOfOneDevice_areMergedAndLookedUpOnce() {
    simulation.transport.addUser("d", "u");

    ForwardReport report =
        simulation.forwarder.forward(List.of(device(1, "d"), device(2, "d"), device(3, "d")));

    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.requests()).isEqualTo(2);
    assertThat(simulation.array("u")).isEqualTo(List.of("3"));
  }

  @Test
  void forward_deviceAndItsUser_areWrittenOneAfterTheOther() {
    simulation.transport.addUser("d", "u");

    ForwardReport report =
        simulation.forwarder.forward(List.of(device(1, "d"), Simulation.update("u", 2)));

    assertThat(report.accepted()).isEqualTo(2);
    assertThat(simulation.braze.violations()).isEmpty();
    List<Long> starts = simulation.braze.starts();
    assertThat(starts.get(1) - starts.get(0)).isGreaterThanOrEqualTo(1_000_000_000);
  }

  @Test
  void forward_againBeforeAndAfterTheCacheExpires_looksUpAgainOnlyAfter() {
    simulation.transport.addUser("known", "u");
    List<AudienceUpdate> updates = List.of(device(1, "known"), device(2, "unknown"));

    simulation.forwarder.forward(updates);
    simulation.time.advance(Duration.ofMinutes(4));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(2);

    simulation.time.advance(Duration.ofMinutes(1));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(3).last().isEqualTo(List.of("unknown"));

    simulation.time.advance(Duration.ofMinutes(55));
    simulation.forwarder.forward(updates);
    assertThat(simulation.transport.exports()).hasSize(5);
  }

  @Test
  void forward_sameDeviceInConcurrentCalls_isLookedUpOnceAndWrittenInOrder() {
    simulation.transport.addUser("d", "u");
    List<CompletableFuture<ForwardReport>> reports = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      reports.add(
          simulation
              .forwarder
              .forwardAsync(List.of(device(i, "d")))
              .report()
              .toCompletableFuture());
    }
    simulation.time.runUntilIdle();

    assertThat(reports).allMatch(report -> report.join().accepted() == 1);
    assertThat(simulation.transport.exports()).hasSize(1);
    assertThat(simulation.array("u")).isEqualTo(List.of("5"));
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void forward_thousandDevices_keepsToTheReadBackLimit() {
    ForwardReport report = simulation.forwarder.forward(LookupSimulation.devices(1_000));

    assertThat(report.rejected()).isEqualTo(1_000);
    assertThat(simulation.transport.exports()).hasSize(1_000);
    List<Long> starts = simulation.transport.starts();
    int limit = RateLimiter.READ_BACK_STARTS;
    for (int i = limit; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - limit))
          .isGreaterThanOrEqualTo(RateLimiter.READ_BACK_WINDOW.toNanos());
    }
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(30));
    assertThat(simulation.events).anyMatch(event -> event.startsWith("delayed"));
  }

  @Test
  void forward_stalledLookups_delayNoOtherUser() {
    LookupSimulation stalled =
        new LookupSimulation(
            (lookup, devices) -> ScriptedResponse.of(201, "").withLatency(Duration.ofSeconds(29)),
            builder -> builder.maxInFlight(1),
            config -> config);
    List<AudienceUpdate> updates = new ArrayList<>(LookupSimulation.devices(200));
    updates.addAll(Simulation.users(300));
    var call = stalled.forwarder.forwardAsync(updates);
    stalled.time.advance(Duration.ofSeconds(1));

    assertThat(stalled.braze.requests()).isEqualTo(4);
    assertThat(stalled.braze.profiles()).isEqualTo(300);
    assertThat(stalled.forwarder.forward(List.of(Simulation.update("late", 1))).accepted())
        .isEqualTo(1);
    assertThat(stalled.time.elapsed()).isLessThan(Duration.ofSeconds(2));
    call.cancel();
    stalled.time.runUntilIdle();
    assertThat(call.report().toCompletableFuture().join().accepted()).isEqualTo(300);
  }

  @Test
  void forward_unknownDevicesOnly_requestsAreNotTracked() {
    LookupSimulation tracked =
        new LookupSimulation(
            (lookup, devices) -> null,
            builder -> builder.trackProcessing("nightly"),
            config -> config);

    ForwardReport report = tracked.forwarder.forward(LookupSimulation.devices(3));

    assertThat(report.rejected()).isEqualTo(3);
    assertThat(report.processing().await(Duration.ofMinutes(1)))
        .isInstanceOf(ProcessingStatus.Completed.class);
    assertThat(tracked.braze.requests()).isZero();
  }
}
