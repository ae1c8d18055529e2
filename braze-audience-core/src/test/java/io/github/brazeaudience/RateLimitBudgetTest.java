package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.simulation.HourlyBudget;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the forwarder keeps to the budget that responses report, instead of collecting 429s,
 * and leaves the reserve to another client. The clock starts at 2026-01-01T00:00:00Z.
 */
class RateLimitBudgetTest {
  private static final int LIMIT = 1_000;
  private static final List<Reset> RESETS = List.of(Reset.values());
  private static final int RESERVED = 200;
  private static final int OTHER = 150;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RetryPolicy PATIENT =
      RetryPolicy.defaults().withDeadline(HOUR.multipliedBy(9));

  /** The objects of a request do not matter for its budget. */
  private static final int OBJECTS =
      Boolean.getBoolean("tests.full") ? PayloadLimits.MAX_OBJECTS : 5;

  private static final BrazeAudienceConfig CONFIG =
      config("test-key", SendSegmentsAs.SINGLE_ATTRIBUTE);

  private final VirtualTime time = new VirtualTime();

  /** Time at which another client uses its requests. */
  enum OtherClient {
    AT_THE_START,
    SPREAD_OVER_THE_HOUR,
    IN_THE_MIDDLE,
    NEAR_THE_END;

    void schedule(VirtualTime time, HourlyBudget braze) {
      switch (this) {
        case AT_THE_START -> braze.useByOther(OTHER);
        case SPREAD_OVER_THE_HOUR -> {
          for (int i = 0; i < OTHER; i++) {
            time.schedule(() -> braze.useByOther(1), HOUR.multipliedBy(i).dividedBy(OTHER));
          }
        }
        case IN_THE_MIDDLE -> time.schedule(() -> braze.useByOther(OTHER), Duration.ofMinutes(30));
        case NEAR_THE_END -> time.schedule(() -> braze.useByOther(OTHER), Duration.ofMinutes(59));
      }
    }
  }

  private static BrazeAudienceConfig config(String key, SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder()
        .restApiKey(key)
        .sendSegmentsAs(mode)
        .maxObjectsPerRequest(OBJECTS)
        .build();
  }

  private Simulation simulation(HourlyBudget braze, RateLimiter limiter, RetryPolicy policy) {
    return new Simulation(
        time, 1, CONFIG, braze, builder -> builder.rateLimiter(limiter).retryPolicy(policy));
  }

  private HourlyBudget braze(int limit, Reset reset, int mostMillis) {
    Random random = new Random(limit + 31L * mostMillis);
    return new HourlyBudget(
        time, limit, reset, () -> Duration.ofMillis(100 + random.nextInt(mostMillis)));
  }

  private static List<AudienceUpdate> requests(int requests) {
    return Simulation.users(requests * OBJECTS);
  }

  @ParameterizedTest
  @CsvSource({
    "AT_THE_START, EPOCH, 100",
    "AT_THE_START, SECONDS_LEFT, 100",
    "SPREAD_OVER_THE_HOUR, EPOCH, 100",
    "SPREAD_OVER_THE_HOUR, EPOCH_WITHOUT_DATE, 100",
    "SPREAD_OVER_THE_HOUR, SECONDS_LEFT, 20000",
    "IN_THE_MIDDLE, SECONDS_LEFT, 100",
    "NEAR_THE_END, EPOCH, 100",
    "NEAR_THE_END, SECONDS_LEFT, 20000",
  })
  void forward_reserveOf20PercentAndAnotherClient_seesNo429AndUsesAtLeast780(
      OtherClient other, Reset reset, int mostMillis) {
    HourlyBudget braze = braze(LIMIT, reset, mostMillis);
    other.schedule(time, braze);
    Simulation simulation = simulation(braze, RateLimiter.create().withReserve(0.2), PATIENT);
    var call = simulation.forwarder.forwardAsync(requests(1_000));
    time.advance(HOUR.minusNanos(1));

    assertThat(braze.used()).as("requests of both clients in the hour").isBetween(780, LIMIT);
    assertThat(braze.usedBySimulation()).isLessThanOrEqualTo(LIMIT - RESERVED);
    time.runUntilIdle();
    ForwardReport report = call.report().toCompletableFuture().join();
    assertThat(braze.refused()).as("429s of both clients").isZero();
    assertThat(report.requests()).isEqualTo(1_000);
    assertThat(report.accepted()).isEqualTo(1_000L * OBJECTS);
    assertThat(time.elapsed()).isLessThan(HOUR.multipliedBy(2));
  }

  @Test
  void forward_nearTheReserve_spreadsTheRestOverTheHour() {
    HourlyBudget braze = braze(LIMIT, Reset.SECONDS_LEFT, 100);
    var unused =
        simulation(braze, RateLimiter.create().withReserve(0.2), PATIENT)
            .forwarder
            .forwardAsync(requests(1_000));
    int[] used = new int[6];
    for (int i = 0; i < used.length; i++) {
      time.advance(i == 0 ? Duration.ofMinutes(1).minusNanos(1) : Duration.ofMinutes(10));
      used[i] = braze.used();
    }

    assertThat(used).containsExactly(721, 734, 748, 761, 775, 788);
  }

  @ParameterizedTest
  @CsvSource({"EPOCH, 100", "SECONDS_LEFT, 100", "EPOCH_WITHOUT_DATE, 100", "SECONDS_LEFT, 5000"})
  void forward_noRequestsRemaining_waitsForTheResetInsteadOfCollecting429s(
      Reset reset, int mostMillis) {
    HourlyBudget braze = braze(40, reset, mostMillis);
    ForwardReport report =
        simulation(braze, RateLimiter.create(), PATIENT).forwarder.forward(requests(100));

    assertThat(braze.refused()).isZero();
    assertThat(report.requests()).isEqualTo(100);
    assertThat(report.accepted()).isEqualTo(100L * OBJECTS);
    assertThat(time.elapsed()).isBetween(HOUR.multipliedBy(2), HOUR.multipliedBy(2).plusMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void forward_sharedLimiterAndRandomLatencies_leavesTheReserve(int seed) {
    Random random = new Random(seed);
    int limit = 50 + random.nextInt(150);
    int reserved = limit / 5;
    HourlyBudget braze =
        new HourlyBudget(
            time,
            limit,
            RESETS.get(random.nextInt(RESETS.size())),
            () -> Duration.ofMillis(20 + (long) (5_000 * Math.pow(random.nextDouble(), 4))));
    for (int minute = 0; minute < 180; minute++) {
      int requests = random.nextInt(1 + reserved / 60);
      time.schedule(() -> braze.useByOther(requests), Duration.ofMinutes(minute));
    }
    RateLimiter limiter = RateLimiter.create().withReserve(0.2);
    var first = simulation(braze, limiter, PATIENT).forwarder.forwardAsync(requests(limit));
    var second =
        new Simulation(
                time,
                seed,
                config("test-key", SendSegmentsAs.ARRAY_ATTRIBUTE),
                braze,
                builder -> builder.rateLimiter(limiter).retryPolicy(PATIENT))
            .forwarder.forwardAsync(requests(limit));
    time.runUntilIdle();

    assertThat(braze.refused()).as("429s with seed %d", seed).isZero();
    assertThat(first.report().toCompletableFuture().join().accepted())
        .isEqualTo((long) limit * OBJECTS);
    assertThat(second.report().toCompletableFuture().join().accepted())
        .isEqualTo((long) limit * OBJECTS);
  }

  private static ForwarderListener delays(List<RequestsDelayed> delays) {
    return new ForwarderListener() {
      @Override
      public void requestsDelayed(RequestsDelayed event) {
        delays.add(event);
      }
    };
  }

  @Test
  void forward_budgetUsedUp_isReportedOncePerWindow() {
    List<RequestsDelayed> delays = new ArrayList<>();
    HourlyBudget braze = braze(40, Reset.SECONDS_LEFT, 100);
    new Simulation(
            time,
            1,
            CONFIG,
            braze,
            builder ->
                builder
                    .rateLimiter(RateLimiter.create())
                    .retryPolicy(PATIENT)
                    .listener(delays(delays)))
        .forwarder.forward(requests(100));

    assertThat(delays)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.operation()).isEqualTo(BrazeOperation.TRACK_USERS);
              assertThat(event.delay()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            });
  }

  @Test
  void forward_fullSpeedOfTheDefaultRate_reportsNoDelay() {
    List<RequestsDelayed> delays = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            time,
            1,
            CONFIG,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(256).listener(delays(delays)));

    assertThat(simulation.forwarder.forward(requests(4_000)).accepted())
        .isEqualTo(4_000L * OBJECTS);

    assertThat(time.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(delays).isEmpty();
  }

  /**
   * Requests without a response are not deducted, because Braze may not have counted them. The next
   * response reports what Braze counted.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void forward_lostResponses_exceedTheBudgetByLessThanTheRequestsInFlight(int inFlight) {
    Random random = new Random(inFlight);
    HourlyBudget braze = braze(60, Reset.SECONDS_LEFT, 100);
    Simulation simulation =
        new Simulation(
            time,
            1,
            CONFIG,
            (request, objects) -> {
              ScriptedResponse response = braze.respond(request, objects);
              return random.nextInt(5) == 0
                  ? ScriptedResponse.failure(Delivery.UNKNOWN).withLatency(Duration.ofMillis(100))
                  : response;
            },
            builder ->
                builder
                    .maxInFlight(inFlight)
                    .rateLimiter(RateLimiter.create())
                    .retryPolicy(PATIENT.withOutageLimit(HOUR.multipliedBy(8))));

    assertThat(simulation.forwarder.forward(requests(150)).accepted()).isEqualTo(150L * OBJECTS);

    assertThat(braze.refused()).isLessThanOrEqualTo(inFlight * 3);
    assertThat(time.elapsed()).isLessThan(HOUR.multipliedBy(4));
  }

  /**
   * The clock of the machine jumps in the first hour. Only a reset without a date depends on it.
   */
  @ParameterizedTest
  @CsvSource({
    "SECONDS_LEFT, PT2H, 0",
    "SECONDS_LEFT, PT-2H, 0",
    "EPOCH, PT2H, 0",
    "EPOCH, PT-2H, 0",
    "EPOCH, PT20M, 0",
    "EPOCH, PT-20M, 0",
    "EPOCH_WITHOUT_DATE, PT2H, 32",
    "EPOCH_WITHOUT_DATE, PT-2H, 32",
    "EPOCH_WITHOUT_DATE, PT20M, 32",
    "EPOCH_WITHOUT_DATE, PT-20M, 32",
  })
  void forward_wallClockJumps_neitherStopsNorCollects429s(
      Reset reset, Duration jump, int mostRefused) {
    HourlyBudget braze = braze(40, reset, 100);
    TimeSource jumping =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return time.nanoTime();
          }

          @Override
          public Instant now() {
            boolean before = time.elapsed().compareTo(Duration.ofMillis(300)) < 0;
            return before ? time.now() : time.now().plus(jump);
          }
        };
    Simulation simulation =
        new Simulation(
            time,
            1,
            CONFIG,
            braze,
            builder ->
                builder
                    .timeSource(jumping)
                    .rateLimiter(RateLimiter.create())
                    .retryPolicy(PATIENT.withOutageLimit(HOUR.multipliedBy(8))));

    assertThat(simulation.forwarder.forward(requests(100)).accepted()).isEqualTo(100L * OBJECTS);

    assertThat(braze.refused()).isLessThanOrEqualTo(mostRefused);
    assertThat(time.elapsed()).isLessThan(HOUR.multipliedBy(3).plusMinutes(30));
  }

  /** One limiter is for one budget: with two, all keep to the one that is used up first. */
  @Test
  void forward_sharedLimiterAndTwoBudgets_keepsToBothAndEnds() {
    HourlyBudget small = braze(40, Reset.SECONDS_LEFT, 100);
    HourlyBudget large = braze(1_000, Reset.SECONDS_LEFT, 100);
    RateLimiter limiter = RateLimiter.create();
    var first = simulation(small, limiter, PATIENT).forwarder.forwardAsync(requests(100));
    var second =
        new Simulation(
                time,
                1,
                config("key-of-another-workspace", SendSegmentsAs.ARRAY_ATTRIBUTE),
                large,
                builder -> builder.rateLimiter(limiter).retryPolicy(PATIENT))
            .forwarder.forwardAsync(requests(100));
    time.runUntilIdle();

    assertThat(small.refused() + large.refused()).isZero();
    assertThat(first.report().toCompletableFuture().join().accepted()).isEqualTo(100L * OBJECTS);
    assertThat(second.report().toCompletableFuture().join().accepted()).isEqualTo(100L * OBJECTS);
    assertThat(time.elapsed()).isBetween(HOUR.multipliedBy(2), HOUR.multipliedBy(6));
  }

  @Test
  void forward_resetAfterTheDeadline_endsAtOnceWithTheTimeOfTheReset() {
    HourlyBudget braze = braze(40, Reset.EPOCH, 100);
    ForwardReport report =
        simulation(braze, RateLimiter.create(), RetryPolicy.defaults())
            .forwarder
            .forward(requests(100));

    assertThat(report.accepted()).isEqualTo(40L * OBJECTS);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
    assertThat(report.outcomes().get(100 * OBJECTS - 1))
        .isInstanceOfSatisfying(
            NotSent.class,
            outcome -> {
              assertThat(outcome.reason()).contains(Reason.DEADLINE);
              assertThat(outcome.retryAt().orElseThrow())
                  .isBetween(
                      Instant.parse("2026-01-01T01:00:00Z"), Instant.parse("2026-01-01T01:00:02Z"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1000, -1, 600, X-RateLimit-Remaining ignored",
    "1000, 1001, 600, X-RateLimit-Remaining ignored",
    "0, 0, 600, X-RateLimit-Limit ignored",
    "1000, 0, -5, X-RateLimit-Reset ignored",
    "1000, 0, 3600001, X-RateLimit-Reset ignored",
    "1000, 0, 20000, X-RateLimit-Reset PT20S",
    "1000, 0, 1767225620000, X-RateLimit-Reset PT19.9S",
  })
  void forward_implausibleBudget_isReportedAndHoldsForSecondsOnly(
      String limit, String remaining, String untilReset, String expected) {
    List<String> events = new ArrayList<>();
    ForwarderListener listener =
        new ForwarderListener() {
          @Override
          public void rateLimitCorrected(RateLimitCorrected event) {
            String readAs = event.readAs().map(Duration::toString).orElse("ignored");
            events.add(
                String.format(
                    Locale.ROOT,
                    "%s %d, %s %s",
                    event.operation(),
                    event.request(),
                    event.header(),
                    readAs));
          }
        };
    Map<String, List<String>> headers =
        Map.of(
            "X-RateLimit-Limit", List.of(limit),
            "X-RateLimit-Remaining", List.of(remaining),
            "X-RateLimit-Reset", List.of(untilReset));
    ScriptedResponse accepted = ScriptedResponse.of(201, SUCCESS);
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> request == 0 ? accepted.withHeaders(headers) : accepted,
            builder -> builder.maxInFlight(1).listener(listener));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.accepted()).isEqualTo(150);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(22));
    assertThat(events).containsExactly("TRACK_USERS 1, " + expected);
  }

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
