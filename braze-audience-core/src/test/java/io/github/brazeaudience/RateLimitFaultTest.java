package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.simulation.HourlyBudget;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the forwarder keeps to a reported budget when responses are lost, the clock jumps, or
 * forwarders of two budgets share a limiter.
 */
class RateLimitFaultTest extends RateLimitBudgetFixture {
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
}
