package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the learned number of objects in a request follows a limit that changes. */
class RequestSizeChangeTest extends RequestSizeFixture {
  /** All refusals; in the quick run one with a message about the length and one without. */
  static Stream<Refusal> refusals() {
    return FULL ? Stream.of(Refusal.values()) : Stream.of(Refusal.MESSAGE, Refusal.BAD_REQUEST);
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void forward_limitOfBrazeFalls_isLearnedAgain(Refusal refusal) {
    assertThat(last(request -> request < 100 ? 75 : 25, refusal, USERS, Set.of()).now())
        .isEqualTo(25);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void forward_limitOfBrazeRises_isLearnedAgain(Refusal refusal) {
    int users = FULL ? 100_000 : 40_000;
    assertThat(last(request -> request < 100 ? 25 : 60, refusal, users, Set.of()).now())
        .isEqualTo(60);
  }

  /** The first requests are refused for a reason that goes away. */
  @ParameterizedTest
  @MethodSource("refusals")
  void forward_refusalsByCoincidence_endAtTheMaximum(Refusal refusal) {
    int users = FULL ? 150_000 : 60_000;
    assertThat(last(request -> request < 16 ? 0 : 75, refusal, users, Set.of()).now())
        .isEqualTo(75);
  }

  /** With as many bad users as that, almost every request is refused. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 500})
  void forward_badUsersOnly_neverLowerTheLimit(int oneIn) {
    Set<String> bad = new HashSet<>();
    for (int i = 0; i < USERS; i += oneIn * 20) {
      bad.add("u-" + i);
    }
    assertThat(last(request -> 75, Refusal.BAD_REQUEST, USERS, bad).now()).isEqualTo(75);
  }

  @Test
  void forward_learnedLimit_isKeptForLaterCallsAndQueues() {
    Simulation simulation =
        new Simulation(
            1,
            script(size -> size <= 50, Refusal.MESSAGE, Set.of(), new Random(1)),
            builder -> builder.listener(new ForwarderListener() {}));
    List<AudienceUpdate> updates = Simulation.users(2_000);
    var unused = EntryPoint.FORWARD.forward(simulation, updates);
    int before = simulation.braze.requests();

    for (EntryPoint entryPoint : EntryPoint.values()) {
      simulation.time.advance(Duration.ofSeconds(2));
      assertThat(entryPoint.forward(simulation, updates)).allMatch(Accepted.class::isInstance);
    }

    assertThat(simulation.braze.requests() - before).isEqualTo(3 * 2_000 / 50);
  }
}
