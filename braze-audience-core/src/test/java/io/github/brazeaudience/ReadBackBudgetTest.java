package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that reading back keeps to the budget that the responses of exports report. */
class ReadBackBudgetTest extends RateLimitBudgetFixture {
  @ParameterizedTest
  @EnumSource(Reset.class)
  void forward_unknownUsersInAWorkspaceWith250ExportsAMinute_followsTheReportedBudget(Reset reset) {
    List<Integer> perMinute = new ArrayList<>(List.of(0, 0, 0));
    ReadBackSimulation[] created = new ReadBackSimulation[1];
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> {
              ReadBackSimulation running = created[0];
              int minute = (int) running.time.elapsed().toMinutes();
              perMinute.set(minute, perMinute.get(minute) + 1);
              long left = 60L - running.time.elapsed().toSecondsPart();
              long epoch = 1_767_225_600L + 60L * (minute + 1);
              return ScriptedResponse.of(201, running.transport.exportBody(users))
                  .withHeaders(
                      Map.of(
                          "x-ratelimit-limit",
                          List.of("250"),
                          "x-ratelimit-remaining",
                          List.of(String.valueOf(250 - perMinute.get(minute))),
                          "x-ratelimit-reset",
                          List.of(String.valueOf(reset == Reset.SECONDS_LEFT ? left : epoch))));
            });
    created[0] = simulation;
    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(15_000));

    assertThat(report.accepted()).isEqualTo(15_000);
    assertThat(perMinute).containsExactly(250, 50, 0);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
    assertThat(simulation.events)
        .filteredOn(event -> event.startsWith("delayed 2500 for PT5"))
        .hasSize(1);
  }

  /** Braze reports whole seconds, so the reset of a window of one second is not known exactly. */
  @ParameterizedTest
  @EnumSource(Reset.class)
  void forward_unknownUsersInAWorkspaceWith40ExportsASecond_readsBackAtFullSpeed(Reset reset) {
    Map<Long, Integer> perSecond = new HashMap<>();
    ReadBackSimulation[] created = new ReadBackSimulation[1];
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) -> {
              ReadBackSimulation running = created[0];
              long second = running.time.elapsed().toSeconds();
              int used = perSecond.merge(second, 1, Integer::sum);
              long epoch = 1_767_225_600L + second + 1;
              return ScriptedResponse.of(201, running.transport.exportBody(users))
                  .withHeaders(
                      Map.of(
                          "x-ratelimit-limit",
                          List.of("40"),
                          "x-ratelimit-remaining",
                          List.of(String.valueOf(40 - used)),
                          "x-ratelimit-reset",
                          List.of(reset == Reset.SECONDS_LEFT ? "1" : String.valueOf(epoch))));
            });
    created[0] = simulation;
    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(20_000));

    assertThat(report.accepted()).isEqualTo(20_000);
    assertThat(perSecond.values()).allMatch(used -> used <= 40);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(13));
  }
}
