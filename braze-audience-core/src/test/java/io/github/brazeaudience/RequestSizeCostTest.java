package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the number of requests that learning the number of objects in a request costs, for each
 * limit of Braze and number of requests in flight, on a virtual clock. The tables are printed with
 * {@code -Dtables=true}.
 */
class RequestSizeCostTest {
  private static final int USERS = 10_000;
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int[] LIMITS =
      FULL ? IntStream.rangeClosed(1, 75).toArray() : new int[] {5, 26, 50, 74};

  /** Fixed numbers of requests in flight; 0 adapts. */
  private static final int[] IN_FLIGHT =
      FULL ? new int[] {0, 1, 16, 32, 64, 256} : new int[] {0, 64};

  private static final ScriptedResponse TOO_LONG =
      ScriptedResponse.of(400, "{\"message\":\"Max Input Length Exceeded\"}");
  private static final ScriptedResponse NO_REASON = ScriptedResponse.of(413, "");

  private static Simulation simulation(int limit, int inFlight, ScriptedResponse refusal) {
    Random random = new Random(1);
    return new Simulation(
        1,
        (request, objects) ->
            (objects.size() <= limit ? ScriptedResponse.of(201, SimulatedBraze.SUCCESS) : refusal)
                .withLatency(Duration.ofMillis(100 + random.nextInt(100))),
        builder ->
            (inFlight == 0 ? builder : builder.maxInFlight(inFlight))
                .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofHours(9))));
  }

  private static int requests(int limit, int inFlight, ScriptedResponse refusal) {
    Simulation simulation = simulation(limit, inFlight, refusal);
    List<UserOutcome> outcomes = simulation.forwarder.forward(Simulation.users(USERS)).outcomes();
    assertThat(outcomes.stream().filter(it -> !(it instanceof Accepted)).limit(3)).isEmpty();
    return simulation.braze.requests();
  }

  /** 1.1 times the requests that the limit needs, and 20. */
  private static int most(int limit) {
    return (USERS + limit - 1) / limit * 11 / 10 + 20;
  }

  private static List<String> tooMany(ScriptedResponse refusal) {
    List<String> tooMany = new ArrayList<>();
    for (int limit : LIMITS) {
      StringBuilder row = new StringBuilder();
      row.append(String.format(Locale.ROOT, "limit %2d, at most %5d:", limit, most(limit)));
      boolean fits = true;
      for (int inFlight : IN_FLIGHT) {
        int requests = requests(limit, inFlight, refusal);
        row.append(String.format(Locale.ROOT, "  %d in flight %5d", inFlight, requests));
        fits &= requests <= most(limit);
      }
      if (Boolean.getBoolean("tables")) {
        System.out.println(row);
      }
      if (!fits) {
        tooMany.add(row.toString());
      }
    }
    return tooMany;
  }

  @Test
  void forward_refusalsForLength_needFewMoreRequestsThanTheLimit() {
    assertThat(tooMany(TOO_LONG)).isEmpty();
  }

  @Test
  void forward_refusalsWithoutReason_needFewMoreRequestsThanTheLimit() {
    assertThat(tooMany(NO_REASON)).isEmpty();
  }

  /** Only the first requests wait for each other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64, 256})
  void forward_noLowerLimit_usesAllRequestsInFlight(int inFlight) {
    Simulation simulation = simulation(75, inFlight, TOO_LONG);
    long start = simulation.time.nanoTime();

    int users = FULL ? 60_000 : 75 * Math.max(20, 3 * inFlight);
    assertThat(simulation.forwarder.forward(Simulation.users(users)).accepted()).isEqualTo(users);

    int rounds = (simulation.braze.requests() + inFlight - 1) / inFlight + 1;
    assertThat(Duration.ofNanos(simulation.time.nanoTime() - start))
        .isLessThanOrEqualTo(Duration.ofMillis(200).multipliedBy(rounds));
  }

  /** The last responses arrive as fast as from a server whose limit was configured. */
  @ParameterizedTest
  @ValueSource(ints = {50, 60, 74})
  void forward_limitIsLearned_usesAllRequestsInFlight(int limit) {
    Simulation simulation = simulation(limit, 64, TOO_LONG);
    simulation.forwarder.forward(Simulation.users(USERS));
    simulation.time.advance(Duration.ofSeconds(2));
    long start = simulation.time.nanoTime();
    int before = simulation.braze.requests();

    simulation.forwarder.forward(Simulation.users(USERS));

    int requests = simulation.braze.requests() - before;
    assertThat(requests).isEqualTo((USERS + limit - 1) / limit);
    assertThat(Duration.ofNanos(simulation.time.nanoTime() - start))
        .isLessThanOrEqualTo(Duration.ofMillis(200).multipliedBy((requests + 63) / 64));
  }

  /** A user whose object alone is refused with the message is not too many objects. */
  @Test
  void forward_messageAboutOneUser_doesNotLowerTheLimit() {
    List<MaxObjectsChanged> changes = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.stream().map(SimulatedBraze::user).anyMatch("u-7"::equals)
                    ? TOO_LONG
                    : ScriptedResponse.of(201, SimulatedBraze.SUCCESS),
            builder ->
                builder.listener(
                    new ForwarderListener() {
                      @Override
                      public void maxObjectsChanged(MaxObjectsChanged event) {
                        changes.add(event);
                      }
                    }));

    assertThat(simulation.forwarder.forward(Simulation.users(USERS)).accepted())
        .isEqualTo(USERS - 1);

    assertThat(changes.get(changes.size() - 1).now()).isEqualTo(75);
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(most(75));
  }
}
