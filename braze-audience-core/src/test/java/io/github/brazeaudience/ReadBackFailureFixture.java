package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.ReadBackSimulation.entered;
import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Updates of users whose profiles are read back, and their outcomes. */
abstract class ReadBackFailureFixture {
  static final SimulatedBraze.Script TRACKED =
      (request, objects) -> ScriptedResponse.of(201, SUCCESS);

  static NotSent notSent(UserOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.attempts()).isZero();
    return (NotSent) outcome;
  }

  /** Returns the reasons of the updates that were not sent. */
  static Set<Reason> reasons(List<UserOutcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> notSent(outcome).reason().orElseThrow())
        .collect(Collectors.toSet());
  }

  static List<AudienceUpdate> known(int users) {
    List<AudienceUpdate> updates = new ArrayList<>(users);
    for (int i = 0; i < users; i++) {
      updates.add(Simulation.update("known-" + i, 1 + i));
    }
    return updates;
  }

  static UserOutcome outcome(ReadBackSimulation simulation, AudienceQueue queue, String user) {
    CompletableFuture<UserOutcome> outcome =
        queue.offer(entered(user)).orElseThrow().toCompletableFuture();
    simulation.time.advance(Duration.ofSeconds(1));
    return outcome.getNow(null);
  }
}
