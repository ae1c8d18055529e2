package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.HourlyBudget;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the forwarder keeps to the budget that responses report, instead of collecting 429s,
 * and leaves the reserve to another client.
 */
class RateLimitBudgetTest extends RateLimitBudgetFixture {
  private static final int LIMIT = 1_000;
  private static final List<Reset> RESETS = List.of(Reset.values());
  private static final int RESERVED = 200;
  private static final int OTHER = 150;

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
}
