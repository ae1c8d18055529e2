package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.SimulatedProcess;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests random histories of several processes that share a membership store. One of them is killed.
 */
class SharedStoreSimulationTest extends SharedStoreFixture {
  private static final int USERS = 8;
  private static final int UPDATES = 150;

  static LongStream seeds() {
    Long only = Long.getLong("shared.seed");
    return only != null
        ? LongStream.of(only)
        : LongStream.range(0, Boolean.getBoolean("tests.full") ? 1_000 : 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void forward_processesWithTheSameUsersAndOneKilled_leavesEveryProfileRight(long seed) {
    Random random = new Random(seed);
    braze = new SimulatedBraze(time, (request, objects) -> response(random));
    List<SimulatedProcess> processes = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      processes.add(process(new Random(random.nextLong()), seed % 2 == 1));
    }
    Map<String, Set<Long>> expected = new HashMap<>();
    List<MembershipChange> open = new ArrayList<>();
    long audience = 0;
    while (audience < UPDATES) {
      List<MembershipChange> updates = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        audience++;
        String user = "u-" + random.nextInt(USERS);
        updates.add(entered(user, audience));
        expected.computeIfAbsent(user, first -> new TreeSet<>()).add(audience);
      }
      open.addAll(updates);
      time.schedule(
          () -> forwardUntilAccepted(processes, random, updates, open),
          Duration.ofMillis(random.nextInt(20_000)));
    }
    time.schedule(
        () -> {
          processes.get(0).kill();
          // Its source delivers the updates without an acknowledgement again.
          forwardUntilAccepted(processes, random, List.copyOf(open), open);
        },
        Duration.ofMillis(random.nextInt(25_000)));
    time.runUntilIdle();

    assertThat(open).as("not accepted, seed %d", seed).isEmpty();
    assertThat(braze.violations()).as("violations, seed %d", seed).isEmpty();
    expected.forEach(
        (user, audiences) ->
            assertThat(audiences(user)).as("%s, seed %d", user, seed).isEqualTo(audiences));
  }

  private Set<Long> audiences(String user) {
    Set<Long> ids = new TreeSet<>();
    for (String id : String.valueOf(braze.attribute(user, STRING_ATTRIBUTE)).split(",", -1)) {
      ids.add(Long.parseLong(id.replace("'", "")));
    }
    return ids;
  }

  private static void forwardUntilAccepted(
      List<SimulatedProcess> processes,
      Random random,
      List<MembershipChange> updates,
      List<MembershipChange> open) {
    if (updates.isEmpty()) {
      return;
    }
    SimulatedProcess process = processes.get(random.nextInt(processes.size()));
    if (process.isKilled()) {
      process = processes.get(processes.size() - 1);
    }
    var unused =
        process
            .forwarder
            .forwardAsync(updates)
            .report()
            .thenAccept(
                report -> {
                  List<MembershipChange> again = new ArrayList<>();
                  for (UserOutcome outcome : report.outcomes()) {
                    MembershipChange update = (MembershipChange) outcome.update();
                    if (outcome instanceof Accepted || outcome instanceof Unchanged) {
                      open.remove(update);
                    } else {
                      again.add(update);
                    }
                  }
                  forwardUntilAccepted(processes, random, again, open);
                });
  }

  /** One request in ten fails; some of those are applied anyway, and all writes are late. */
  private static ScriptedResponse response(Random random) {
    Duration latency = Duration.ofMillis(20 + random.nextInt(1_500));
    long interval = AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL.toMillis();
    boolean applied = random.nextBoolean();
    ScriptedResponse response =
        switch (random.nextInt(30)) {
          case 0 -> ScriptedResponse.failure(Delivery.UNKNOWN).withApplied(object -> applied);
          case 1 -> ScriptedResponse.of(500, "{}").withApplied(object -> applied);
          default -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS);
        };
    return response
        .withLatency(random.nextInt(30) == 0 ? Duration.ofSeconds(45) : latency)
        .withWriteDelay(() -> Duration.ofMillis(random.nextLong(interval)));
  }
}
