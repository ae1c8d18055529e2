package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the number of objects in a request is learned, on a virtual clock. */
class RequestSizeLearningTest extends RequestSizeFixture {
  private static final int SEEDS = 5;

  /** All combinations; in the quick run one in three of them, which contain all pairs of values. */
  static Stream<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    int number = 0;
    for (Refusal refusal : Refusal.values()) {
      number++;
      for (EntryPoint entryPoint : EntryPoint.values()) {
        number++;
        for (int limit : new int[] {50, 25, 5}) {
          number++;
          for (int bad : new int[] {0, 5, 100}) {
            number++;
            int seeds = FULL ? SEEDS : number % 3 == 0 ? 1 : 0;
            for (long seed = 1; seed <= seeds; seed++) {
              runs.add(Arguments.of(limit, refusal, entryPoint, bad, seed));
            }
          }
        }
      }
    }
    return runs.stream();
  }

  @ParameterizedTest(name = "limit {0}, {1}, {2}, {3} bad users, seed {4}")
  @MethodSource("runs")
  void forward_lowerLimitOfBraze_isLearnedWithFewRequests(
      int limit, Refusal refusal, EntryPoint entryPoint, int badUsers, long seed) {
    Random random = new Random(seed);
    Set<String> bad = new HashSet<>();
    while (bad.size() < badUsers) {
      bad.add("u-" + random.nextInt(USERS));
    }
    List<MaxObjectsChanged> changes = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            seed,
            script(size -> size <= limit, refusal, bad, random),
            builder -> builder.listener(recorder(changes)));

    List<UserOutcome> outcomes = entryPoint.forward(simulation, Simulation.users(USERS));

    simulation.assertConsistent(outcomes, USERS);
    for (UserOutcome outcome : outcomes) {
      if (bad.contains(Simulation.user(outcome))) {
        assertThat(outcome.reason()).contains(Reason.REQUEST_REFUSED);
      } else {
        assertThat(outcome).isInstanceOf(Accepted.class);
      }
    }
    int fullRequests = (USERS + limit - 1) / limit;
    int most = fullRequests * 11 / 10 + 20 + 15 * badUsers;
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(most);
    assertThat(changes.get(changes.size() - 1).now()).isEqualTo(limit);
  }

  /** Errors of some users in an accepted request do not hide that requests are too long. */
  @ParameterizedTest
  @CsvSource({"50, BAD_REQUEST", "50, NO_BODY", "25, NO_BODY", "5, NO_BODY"})
  void forward_oneUserInFiveNamed_lowerLimitIsLearned(int limit, Refusal refusal) {
    List<MaxObjectsChanged> changes = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.size() > limit
                    ? refusal.response()
                    : ScriptedResponse.of(201, naming(objects, RequestSizeLearningTest::isBad)),
            builder -> builder.listener(recorder(changes)));

    assertThat(simulation.forwarder.forward(Simulation.users(USERS)).accepted())
        .isEqualTo(USERS - USERS / 5);

    assertThat(simulation.braze.requests())
        .isLessThanOrEqualTo((USERS + limit - 1) / limit * 11 / 10 + 20);
    assertThat(changes.get(changes.size() - 1).now()).isEqualTo(limit);
  }

  /** Such a server refuses a request because of a bad user, even if it accepts all parts. */
  @Test
  void forward_badUsersNamedOnlyWhenAlone_neverLowerTheLimit() {
    List<MaxObjectsChanged> changes = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.size() > 1 && objects.stream().anyMatch(RequestSizeLearningTest::isRare)
                    ? Refusal.BAD_REQUEST.response()
                    : ScriptedResponse.of(201, naming(objects, RequestSizeLearningTest::isRare)),
            builder -> builder.listener(recorder(changes)));

    assertThat(simulation.forwarder.forward(Simulation.users(USERS)).accepted())
        .isEqualTo(USERS - USERS / 1_000);
    assertThat(changes).isEmpty();
  }

  private static boolean isBad(Map<String, Object> object) {
    return SimulatedBraze.user(object).endsWith("3") || SimulatedBraze.user(object).endsWith("8");
  }

  private static boolean isRare(Map<String, Object> object) {
    return SimulatedBraze.user(object).endsWith("777");
  }

  private static String naming(
      List<Map<String, Object>> objects, Predicate<Map<String, Object>> bad) {
    return IntStream.range(0, objects.size())
        .filter(i -> bad.test(objects.get(i)))
        .mapToObj("{\"type\":\"bad\",\"input_array\":\"attributes\",\"index\":%d}"::formatted)
        .collect(Collectors.joining(",", "{\"message\":\"success\",\"errors\":[", "]}"));
  }

  /** Even if the bad users fill several small requests in a row. */
  @ParameterizedTest
  @CsvSource({"75, 2, 4", "2, 75, 4", "5, 75, 10", "75, 5, 30"})
  void forward_adjacentBadUsersInSmallRequests_rejectsOnlyThem(
      int maxObjects, int limit, int badUsers) {
    Set<String> bad = new HashSet<>();
    for (int i = 0; i < badUsers; i++) {
      bad.add("u-" + (3_000 + i));
    }
    Simulation simulation =
        new Simulation(
            1,
            BrazeAudienceConfig.builder()
                .restApiKey("key")
                .maxObjectsPerRequest(maxObjects)
                .build(),
            (request, objects) -> {
              boolean refused =
                  objects.stream().anyMatch(object -> bad.contains(SimulatedBraze.user(object)));
              return objects.size() > limit
                  ? Refusal.MESSAGE.response()
                  : refused
                      ? Refusal.BAD_REQUEST.response()
                      : ScriptedResponse.of(201, SimulatedBraze.SUCCESS);
            },
            builder -> builder);

    assertThat(simulation.forwarder.forward(Simulation.users(5_000)).accepted())
        .isEqualTo(5_000 - badUsers);
  }

  /** The parts of a refused batch wait for the rate limiter when the call is cancelled. */
  @Test
  void forward_searchIsCancelled_laterCallsLearnAHigherLimit() {
    VirtualTime time = new VirtualTime();
    int[] limit = {30};
    AtomicReference<ForwardCall> running = new AtomicReference<>();
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("key").build(),
            (request, objects) -> {
              if (objects.size() <= limit[0]) {
                return ScriptedResponse.of(201, SimulatedBraze.SUCCESS);
              }
              ForwardCall call = request > 6 ? running.getAndSet(null) : null;
              if (call != null) {
                time.schedule(call::cancel, Duration.ofMillis(300));
              }
              return Refusal.BAD_REQUEST.response();
            },
            builder ->
                builder
                    .maxInFlight(1)
                    .rateLimiter(RateLimiter.of(1, Duration.ofSeconds(1)))
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofHours(9))));
    running.set(simulation.forwarder.forwardAsync(Simulation.users(3_000)));
    time.runUntilIdle();
    assertThat(running).as("the call was cancelled").hasNullValue();
    limit[0] = 75;
    simulation.forwarder.forward(Simulation.users(FULL ? 100_000 : 40_000));

    List<Integer> sizes = simulation.braze.sizes();
    assertThat(sizes.get(sizes.size() - 2)).as("size of the last full request").isEqualTo(75);
  }

  @ParameterizedTest
  @EnumSource(EntryPoint.class)
  void forward_configuredMaximum_isNeverExceeded(EntryPoint entryPoint) {
    Simulation simulation =
        new Simulation(
            1,
            BrazeAudienceConfig.builder().restApiKey("key").maxObjectsPerRequest(7).build(),
            script(size -> size <= 5, Refusal.MESSAGE, Set.of(), new Random(1)),
            builder -> builder);
    assertThat(entryPoint.forward(simulation, Simulation.users(1_000)))
        .allMatch(Accepted.class::isInstance);
    assertThat(simulation.braze.sizes()).contains(7).allMatch(size -> size <= 7);
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(240);
  }
}
