package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that batches that cannot start before their deadline end in time. */
class DeadlineTest {
  private static final ScriptedResponse OK = ScriptedResponse.of(201, "{\"message\":\"success\"}");
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final RetryPolicy HURRIED = RetryPolicy.defaults().withDeadline(DEADLINE);

  private static NotSent notSent(UserOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotSent.class);
    assertThat(outcome.reason()).contains(Reason.DEADLINE);
    return (NotSent) outcome;
  }

  @Test
  void forward_limiterPausedBeyondTheDeadline_endsAtOnceWithRetryAt() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> OK,
            builder ->
                builder.retryPolicy(HURRIED).rateLimiter(RateLimiter.of(1, Duration.ofMinutes(1))));
    Instant begin = simulation.time.now();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.accepted()).isEqualTo(75);
    NotSent late = notSent(report.outcomes().get(75));
    assertThat(late.attempts()).isZero();
    assertThat(late.retryAt().orElseThrow())
        .isBetween(begin.plus(Duration.ofMinutes(1)), begin.plusSeconds(61));
    assertThat(simulation.time.elapsed()).as("elapsed time without waiting").isLessThan(DEADLINE);
  }

  @Test
  void forward_limiterPausedUntilBeforeTheDeadline_waits() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> OK,
            builder ->
                builder.retryPolicy(HURRIED).rateLimiter(RateLimiter.of(1, Duration.ofSeconds(8))));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(76));

    assertThat(report.accepted()).isEqualTo(76);
  }

  @Test
  void forward_cooldownBeyondTheDeadline_endsAtTheDeadline() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> OK,
            builder -> builder.retryPolicy(HURRIED).minUserWriteInterval(Duration.ofMinutes(1)));
    assertThat(simulation.forwarder.forward(Simulation.users(1)).accepted()).isEqualTo(1);
    Duration begin = simulation.time.elapsed();
    ForwardReport report = simulation.forwarder.forward(Simulation.users(1));

    assertThat(notSent(report.outcomes().get(0)).attempts()).isZero();
    assertThat(simulation.time.elapsed().minus(begin)).isEqualTo(DEADLINE);
    assertThat(simulation.braze.starts()).hasSize(1);
  }

  @Test
  void forward_manyBatchesInALongPause_endsAllAtOnce() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(429, "{\"message\":\"slow down\"}")
                    .withHeader("Retry-After", "60"),
            builder -> builder.retryPolicy(HURRIED).maxInFlight(2));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(75 * 10));

    assertThat(report.notSent()).isEqualTo(75 * 10);
    assertThat(simulation.time.elapsed()).as("elapsed time without waiting").isLessThan(DEADLINE);
    assertThat(simulation.braze.starts()).hasSizeLessThanOrEqualTo(2);
    assertThat(report.outcomes())
        .allSatisfy(outcome -> assertThat(((NotSent) outcome).retryAt()).as("retryAt").isPresent());
  }

  /** The clock advances between the check of the deadline and the start. */
  @Test
  void forward_deadlinePassesWhileBatchesStart_timeoutsArePositive() {
    List<Duration> timeouts = new ArrayList<>();
    for (int millis = 1; millis <= 40; millis++) {
      BrazeTransport transport =
          BrazeTransport.blocking(
              request -> {
                timeouts.add(request.timeout());
                return TransportResponse.of(
                    201, Map.of(), SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8));
              },
              Runnable::run);
      try (AudienceForwarder forwarder =
          AudienceForwarder.builder(
                  BrazeAudienceConfig.builder().restApiKey("test-key").build(), transport)
              .timeSource(new TickingTime())
              .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMillis(millis)))
              .build()) {
        var unused = forwarder.forward(Simulation.users(75 * 5));
      }
    }

    assertThat(timeouts)
        .isNotEmpty()
        .allSatisfy(timeout -> assertThat(timeout).isGreaterThanOrEqualTo(Duration.ofMillis(1)));
  }

  /** Clock that advances by a millisecond per read. */
  private static final class TickingTime implements TimeSource {
    private final AtomicLong millis = new AtomicLong();

    @Override
    public long nanoTime() {
      return Duration.ofMillis(millis.incrementAndGet()).toNanos();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }

  /**
   * The first response arrives after its latency, the second one would arrive after the deadline.
   * Times are in milliseconds.
   */
  @ParameterizedTest
  @CsvSource({
    // status, latency, deadline, wait before the retry; attempts, outcome, reason
    "429,  100, 10000, 8000, 2, Unconfirmed, NO_ANSWER",
    "429,  100, 10000, 9000, 1, NotSent, RATE_LIMITED",
    "429,  100, 10000, 9800, 1, NotSent, RATE_LIMITED",
    "429, 4000, 10000, 2000, 2, Unconfirmed, NO_ANSWER",
    "429, 4000, 10000, 3000, 1, NotSent, RATE_LIMITED",
    "429,   10,  1000,  800, 2, Unconfirmed, NO_ANSWER",
    "429,   10,  1000,  900, 1, NotSent, RATE_LIMITED",
    "503,  100, 10000, 9800, 2, Unconfirmed, NO_ANSWER",
    "500, 4000, 10000, 3000, 2, Unconfirmed, NO_ANSWER",
  })
  void forward_retryJustBeforeTheDeadline_startsOnlyIfTheOutcomeCannotGetWorse(
      int status,
      long latency,
      long deadline,
      long wait,
      int attempts,
      String outcome,
      Reason reason) {
    Duration backoff = Duration.ofMillis(wait);
    RetryPolicy policy =
        RetryPolicy.defaults()
            .withDeadline(Duration.ofMillis(deadline))
            .withBackoff(backoff, backoff, backoff);
    ScriptedResponse first =
        ScriptedResponse.of(status, "").withLatency(Duration.ofMillis(latency));
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> request == 0 ? first : OK.withLatency(Duration.ofMinutes(1)),
            builder -> builder.retryPolicy(policy).random(new Longest()));
    UserOutcome seen = simulation.forwarder.forward(Simulation.users(1)).outcomes().get(0);

    assertThat(seen.attempts()).isEqualTo(attempts);
    assertThat(seen.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(seen.reason()).contains(reason);
  }

  /** Random source that draws the longest wait. */
  private static final class Longest implements RandomGenerator {
    @Override
    public long nextLong() {
      return Long.MAX_VALUE;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  @Test
  void forwardAll_batchHeldBeyondItsDeadline_endsWithoutTheOthers() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> OK,
            builder ->
                builder
                    .retryPolicy(HURRIED)
                    .maxInFlight(2)
                    .rateLimiter(RateLimiter.of(1, Duration.ofSeconds(30))));
    List<UserOutcome> outcomes = new ArrayList<>();
    var unused =
        simulation.forwarder.forwardAll(Simulation.users(75 * 3).iterator(), outcomes::add);

    assertThat(outcomes).hasSize(75 * 3);
    assertThat(outcomes.stream().filter(Accepted.class::isInstance)).hasSize(75);
    outcomes.stream()
        .filter(outcome -> !(outcome instanceof Accepted))
        .forEach(outcome -> assertThat(notSent(outcome).retryAt()).isPresent());
  }
}
