package io.github.brazeaudience;

import static io.github.brazeaudience.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.SimulatedBraze.Fate;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The delivery on a virtual clock against a simulated Braze. */
class DeliverySimulationTest {
  private static final int SEEDS = 100;

  static LongStream seeds() {
    Long one = Long.getLong("seed");
    return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, SEEDS);
  }

  private static Simulation healthy() {
    return new Simulation(1, (request, objects) -> Fate.answer(201, SUCCESS), builder -> builder);
  }

  @Test
  void forward_healthy_requestsAreFull() {
    Simulation simulation = healthy();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(10_000));

    assertThat(report.accepted()).isEqualTo(10_000);
    assertThat(report.requests()).isEqualTo(134);
    assertThat(simulation.braze.profiles()).isEqualTo(10_000);
    simulation.assertHonest(report.outcomes(), 10_000);
    simulation.assertProfiles(report.outcomes());
  }

  @Test
  void forwardAll_fixedNumberInFlight_requestsAreFullAndBounded() {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> Fate.answer(201, SUCCESS), builder -> builder.maxInFlight(16));
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(10_000).iterator(), outcomes::add);

    assertThat(summary.requests()).isEqualTo(134);
    assertThat(simulation.braze.mostInFlight()).isEqualTo(16);
    simulation.assertHonest(outcomes, 10_000);
  }

  @Test
  void forwardAll_streamOfOneUser_holdsABoundedNumberOfUpdates() {
    Simulation simulation = healthy();
    int count = 200_000;
    AtomicInteger held = new AtomicInteger();
    AtomicInteger mostHeld = new AtomicInteger();
    Iterator<AudienceUpdate> updates =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
                  return Simulation.update("one", 1 + i);
                })
            .iterator();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(updates, outcome -> held.decrementAndGet());

    assertThat(summary.accepted()).isEqualTo(count);
    assertThat(mostHeld).hasValueLessThan(25_000);
  }

  @Test
  void forwardAll_steadyState_neverExceedsTheLimitInAnyWindow() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.answer(201, SUCCESS).after(Duration.ofMillis(10)),
            builder ->
                builder.maxInFlight(32).rateLimiter(RateLimiter.of(100, Duration.ofSeconds(3))));
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(75_000).iterator(), outcome -> {});

    assertThat(summary.accepted()).isEqualTo(75_000);
    assertThat(simulation.braze.mostStartsIn(Duration.ofSeconds(3))).isEqualTo(100);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(28));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void forwardAll_randomFaultsAndRepeatedUsers_everyOutcomeIsTrue(long seed) {
    Random faults = new Random(seed);
    Simulation simulation =
        new Simulation(
            seed,
            (request, objects) -> randomFate(faults),
            builder -> builder.maxInFlight(1 + faults.nextInt(20)));
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      updates.add(Simulation.update("u-" + faults.nextInt(600), i + 1));
    }
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary = simulation.forwarder.forwardAll(updates.iterator(), outcomes::add);

    assertThat(summary.updates()).isEqualTo(2_000);
    assertThat(summary.requests()).isEqualTo(simulation.braze.requests());
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(outcomes.stream().map(UserOutcome::index).distinct()).hasSize(2_000);
    assertThat(summary.accepted()).as("one fault in five is no obstacle").isEqualTo(2_000);
    simulation.time.advance(Duration.ofSeconds(2));
    outcomes.sort(Comparator.comparingLong(UserOutcome::index));
    simulation.assertProfiles(outcomes);
  }

  /** One request in five fails with a retryable fault, and what is applied is applied late. */
  private static Fate randomFate(Random random) {
    Duration late = Duration.ofMillis(random.nextInt(900));
    Duration latency = Duration.ofMillis(20 + random.nextInt(300));
    Fate good = Fate.answer(201, SUCCESS).applied(true, late).after(latency);
    if (random.nextInt(5) > 0) {
      return good;
    }
    boolean applied = random.nextBoolean();
    return switch (random.nextInt(10)) {
      case 0 -> Fate.failure(Delivery.NOT_SENT);
      case 1 -> Fate.failure(Delivery.UNKNOWN).applied(applied, late);
      case 2 -> Fate.answer(408, "").applied(applied, late).after(latency);
      case 3 -> Fate.answer(500, "<html>").applied(applied, late).after(latency);
      case 4 -> Fate.answer(503, "").withHeader("Retry-After", "2").after(latency);
      case 5 -> Fate.answer(429, "").withHeader("X-Ratelimit-Retry-After", "1").after(latency);
      case 6 -> Fate.answer(429, "").withHeader("X-RateLimit-Reset", "").after(latency);
      case 7 -> Fate.answer(201, "").applied(true, late).after(latency);
      case 8 -> Fate.answer(200, "<html>hello</html>").applied(applied, late).after(latency);
      default -> good.after(Duration.ofMinutes(2)).applied(false, null);
    };
  }

  @Test
  void forward_wrongKey_endsAtOnceWithEveryUpdateNotSent() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.answer(401, "{\"message\":\"Invalid API Key\"}"),
            builder -> builder);
    List<UserOutcome> outcomes = new ArrayList<>();
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(100_000).iterator(), outcomes::add);

    assertThat(summary.notSent()).isEqualTo(100_000);
    assertThat(summary.requests()).isLessThanOrEqualTo(16);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    assertThat(outcomes).allMatch(o -> o.reason().orElseThrow() == Reason.UNAUTHORIZED);
  }

  @Test
  void forward_unreachable_givesUpAfterAllAttempts() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.failure(Delivery.NOT_SENT),
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(4)));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(80));

    assertThat(report.outcomes())
        .allMatch(o -> o instanceof NotSent && o.attempts() == 4)
        .allMatch(o -> o.reason().orElseThrow() == Reason.UNREACHABLE);
    assertThat(report.requests()).isEqualTo(8);
  }

  @Test
  void forward_pauseBeyondTheOutageLimit_endsAtOnceAndSaysWhenToComeBack() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.answer(429, "").withHeader("Retry-After", "3600"),
            builder -> builder.maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.outcomes())
        .allMatch(o -> o.reason().orElseThrow() == Reason.RATE_LIMITED)
        .allMatch(
            o ->
                Duration.between(simulation.time.now(), ((NotSent) o).retryAt().orElseThrow())
                        .compareTo(Duration.ofSeconds(3599))
                    > 0);
    assertThat(report.outcomes().subList(0, 75)).allMatch(o -> o.attempts() == 1);
    assertThat(report.outcomes().get(75).attempts()).isZero();
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forward_pauseBeyondTheDeadline_endsAtOnce() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.answer(429, "").withHeader("Retry-After", "120"),
            builder ->
                builder
                    .maxInFlight(1)
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.RATE_LIMITED);
    assertThat(report.outcomes().get(75).reason()).contains(Reason.DEADLINE);
    assertThat(((NotSent) report.outcomes().get(75)).retryAt()).isPresent();
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forwardAll_tenMinutesAway_startsFewRequestsAndLosesNothing() {
    Simulation[] holder = new Simulation[1];
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                holder[0].time.elapsed().compareTo(Duration.ofMinutes(10)) < 0
                    ? Fate.failure(Delivery.NOT_SENT)
                    : Fate.answer(201, SUCCESS),
            builder ->
                builder.retryPolicy(
                    RetryPolicy.defaults()
                        .withDeadline(Duration.ofMinutes(30))
                        .withOutageLimit(Duration.ofMinutes(30))));
    holder[0] = simulation;
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(75_000).iterator(), outcome -> {});

    assertThat(summary.accepted()).isEqualTo(75_000);
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(1_000 + 16 + 60);
  }

  @Test
  void forwardAll_awayForTooLong_theRestIsNotSentForTheReasonOfTheOutage() {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> Fate.failure(Delivery.NOT_SENT), builder -> builder);
    List<UserOutcome> outcomes = new ArrayList<>();
    simulation.forwarder.forwardAll(Simulation.users(75_000).iterator(), outcomes::add);

    assertThat(outcomes)
        .hasSize(75_000)
        .allMatch(o -> o instanceof NotSent && o.reason().orElseThrow() == Reason.UNREACHABLE);
    assertThat(simulation.braze.requests()).isLessThanOrEqualTo(16 + 60);
    assertThat(simulation.time.elapsed()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void forward_poisonUsers_exactlyThoseAreRejected() {
    Set<String> poison = Set.of("u-3", "u-80", "u-81", "u-2999");
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.stream().anyMatch(object -> poison.contains(SimulatedBraze.user(object)))
                    ? Fate.answer(400, "{\"message\":\"Bad Request\"}")
                    : Fate.answer(201, SUCCESS),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(3_000));

    Set<String> rejected =
        report.outcomes().stream()
            .filter(Rejected.class::isInstance)
            .map(Simulation::user)
            .collect(Collectors.toSet());
    assertThat(rejected).isEqualTo(poison);
    assertThat(report.accepted()).isEqualTo(2_996);
    assertThat(report.requests()).isLessThanOrEqualTo(40 + 15 * 4);
  }

  @Test
  void forward_everyRequestRefused_stopsAfterTwoBatches() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> Fate.answer(400, "{\"message\":\"Bad Request\"}"),
            builder -> builder.maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(3_000));

    assertThat(report.rejected()).isEqualTo(150);
    assertThat(report.notSent()).isEqualTo(2_850);
    assertThat(report.outcomes().get(2_999).reason()).contains(Reason.REQUEST_REFUSED);
    assertThat(report.requests()).isEqualTo(2 * 149);
  }

  @Test
  void forward_namedOn2xx_onlyThoseAreRejected() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                Fate.answer(
                    201,
                    "{\"message\":\"success\",\"errors\":[{\"type\":\"EMAIL_BAD_FORMAT\",\"index\":1}]}"),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.rejected()).isEqualTo(2);
    assertThat(report.outcomes().get(1)).isInstanceOf(Rejected.class);
    assertThat(report.outcomes().get(76).message()).contains("EMAIL_BAD_FORMAT");
  }

  @Test
  void forward_namedOn400_othersAreSentAgainWithout() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                request == 0
                    ? Fate.answer(
                        400, "{\"message\":\"x\",\"errors\":[{\"type\":\"t\",\"index\":0}]}")
                    : Fate.answer(201, SUCCESS),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(75));

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.accepted()).isEqualTo(74);
    assertThat(simulation.braze.sizes()).containsExactly(75, 74);
  }

  @Test
  void forward_secondCallForABusyUser_waitsForTheFirstAndItsRest() {
    Simulation simulation = healthy();
    var first = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 1)));
    var second =
        simulation.forwarder.forwardAsync(
            List.of(Simulation.update("u", 2), Simulation.update("v", 3)));
    while (simulation.time.runNext()) {}

    assertThat(simulation.braze.starts()).hasSize(3);
    assertThat(simulation.braze.violations()).isEmpty();
    assertThat(simulation.braze.starts().get(2) - simulation.braze.starts().get(0))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1_100).toNanos());
    assertThat(simulation.braze.attribute("u", "SegmentMembership")).isEqualTo("'2'");
    assertThat(first.report().toCompletableFuture().join().accepted()).isEqualTo(1);
    assertThat(second.report().toCompletableFuture().join().accepted()).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void cancelOrClose_atARandomInstant_everyUpdateHasATrueOutcome(long seed) {
    Random random = new Random(seed);
    Simulation simulation =
        new Simulation(
            seed, (request, objects) -> randomFate(random), builder -> builder.maxInFlight(3));
    boolean close = random.nextBoolean();
    var call = simulation.forwarder.forwardAsync(Simulation.users(1_000));
    simulation.time.advance(Duration.ofMillis(random.nextInt(2_000)));
    if (close) {
      simulation.forwarder.close();
    } else {
      call.cancel();
    }
    ForwardReport report = call.report().toCompletableFuture().getNow(null);

    assertThat(report).as("the report arrives at once").isNotNull();
    simulation.assertHonest(report.outcomes(), 1_000);
    assertThat(report.outcomes())
        .filteredOn(o -> o instanceof NotSent && o.attempts() == 0)
        .allMatch(o -> o.reason().orElseThrow() == (close ? Reason.CLOSED : Reason.CANCELLED));
  }

  @Test
  void forward_afterClose_isAnsweredNotSent() {
    Simulation simulation = healthy();
    simulation.forwarder.close();

    ForwardReport report = simulation.forwarder.forward(Simulation.users(3));

    assertThat(report.outcomes()).allMatch(o -> o.reason().orElseThrow() == Reason.CLOSED);
  }

  @Test
  void forward_interrupted_cancelsAndRestoresTheInterrupt() {
    Simulation simulation = healthy();
    Thread.currentThread().interrupt();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.outcomes()).hasSize(200).noneMatch(Accepted.class::isInstance);
  }

  @Test
  void forward_nothing_completesWithoutARequest() {
    Simulation simulation = healthy();

    assertThat(simulation.forwarder.forward(List.of()).complete()).isTrue();
    assertThat(
            simulation
                .forwarder
                .forwardAll(List.<AudienceUpdate>of().iterator(), o -> {})
                .updates())
        .isZero();
    assertThat(simulation.braze.requests()).isZero();
  }
}
