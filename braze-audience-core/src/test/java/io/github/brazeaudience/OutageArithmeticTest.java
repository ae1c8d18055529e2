package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests waits, pauses and retry tokens during outages and rate limits. */
class OutageArithmeticTest {
  private static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);

  @Test
  void forward_rateLimitedWithZeroPause_backsOffAnyway() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "0"),
            builder ->
                builder.retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(1));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.RATE_LIMITED);
    assertThat(report.requests()).as("requests within the backoff").isLessThan(20);
  }

  @Test
  void forward_rateLimitedWithAPause_waitsForTheWholePause() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                request == 0 ? ScriptedResponse.of(429, "").withHeader("Retry-After", "20") : OK,
            builder -> builder.maxInFlight(4));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(750));

    assertThat(report.accepted()).isEqualTo(750);
    List<Long> starts = simulation.braze.starts();
    long first = starts.get(0);
    assertThat(starts.subList(4, starts.size()))
        .as("starts after the pause")
        .allMatch(start -> start - first >= Duration.ofSeconds(20).toNanos());
  }

  @Test
  void forward_sharedLimiterPausedByOneForwarder_holdsTheOther() {
    RateLimiter limiter = RateLimiter.create();
    Simulation throttled =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "30"),
            builder -> builder.rateLimiter(limiter));
    var waiting = throttled.forwarder.forwardAsync(Simulation.users(1));
    throttled.time.advance(Duration.ofSeconds(1));

    assertThat(limiter.acquire(throttled.time.nanoTime())).isPositive();
    throttled.time.advance(Duration.ofMillis(29_150));
    assertThat(limiter.acquire(throttled.time.nanoTime())).isZero();
    waiting.cancel();
  }

  @Test
  void forward_twoForwardersWithASharedLimiter_startNoMoreThanItAllows() {
    RateLimiter limiter = RateLimiter.of(10, Duration.ofSeconds(3));
    VirtualTime time = new VirtualTime();
    List<Long> starts = new ArrayList<>();
    for (String name : List.of("One", "Other")) {
      Simulation simulation =
          new Simulation(
              time,
              1,
              BrazeAudienceConfig.builder()
                  .restApiKey("test-key")
                  .singleAttributeName(name)
                  .build(),
              (request, objects) -> {
                starts.add(time.nanoTime());
                return OK;
              },
              builder -> builder.rateLimiter(limiter));
      simulation.forwarder.forwardAsync(Simulation.users(75 * 25));
    }
    time.runUntilIdle();

    assertThat(starts).hasSize(50);
    for (int i = 10; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 10))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
    }
  }

  @Test
  void forward_retryHeldByTheLimiter_takesOneRetryToken() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> request == 0 ? ScriptedResponse.failure(Delivery.NOT_SENT) : OK,
            builder ->
                builder
                    .rateLimiter(RateLimiter.of(1, Duration.ofSeconds(1)))
                    .retryPolicy(RetryPolicy.defaults().withBudget(RetryPolicy.RETRY_COST)));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(1));

    assertThat(report.accepted()).isEqualTo(1);
    assertThat(simulation.braze.starts().get(1) - simulation.braze.starts().get(0))
        .isEqualTo(Duration.ofMillis(1_020).toNanos());
  }

  @Test
  void forward_emptyTokenBucket_waitsAndLosesNoUpdate() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> request < 40 ? ScriptedResponse.failure(Delivery.NOT_SENT) : OK,
            builder -> builder.maxInFlight(128).retryPolicy(RetryPolicy.defaults().withBudget(5)));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(1_500));

    assertThat(report.accepted()).isEqualTo(1_500);
    assertThat(simulation.time.elapsed()).isGreaterThan(Duration.ofSeconds(15));
  }

  @Test
  void cancel_callWhoseBatchIsTheProbe_releasesTheOthers() {
    boolean[] away = {true};
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                away[0]
                    ? ScriptedResponse.failure(Delivery.NOT_SENT).withLatency(Duration.ofSeconds(2))
                    : OK,
            builder -> builder.maxInFlight(1));
    var first = simulation.forwarder.forwardAsync(Simulation.users(1));
    simulation.time.advance(Duration.ofSeconds(3));
    var second = simulation.forwarder.forwardAsync(List.of(Simulation.update("v", 2)));
    while (simulation.braze.requests() < 2) {
      simulation.time.runNext();
    }
    first.cancel();
    second.cancel();
    away[0] = false;

    assertThat(simulation.forwarder.forward(List.of(Simulation.update("w", 3))).accepted())
        .isEqualTo(1);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void forwardAll_pauseBeyondTheDeadlineOfABatch_endsTheBatchAtOnceWithRetryAt() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(429, "").withHeader("Retry-After", "120"),
            builder ->
                builder
                    .maxInFlight(1)
                    .retryPolicy(RetryPolicy.defaults().withDeadline(Duration.ofMinutes(1))));
    List<UserOutcome> outcomes = new ArrayList<>();
    simulation.forwarder.forwardAll(Simulation.users(75).iterator(), outcomes::add);

    assertThat(outcomes)
        .hasSize(75)
        .allMatch(o -> ((NotSent) o).retryAt().isPresent())
        .allMatch(o -> o.reason().orElseThrow() == Reason.RATE_LIMITED);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void forwardAll_schedulerWithoutCancellation_getsFewTasks() {
    VirtualTime[] time = new VirtualTime[1];
    TaskScheduler stubborn =
        (task, delay) -> {
          time[0].schedule(task, delay);
          return () -> {};
        };
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> OK.withLatency(Duration.ofMillis(50 + 7 * (request % 11))),
            builder ->
                builder
                    .scheduler(stubborn)
                    .maxInFlight(4)
                    .rateLimiter(RateLimiter.of(10, Duration.ofSeconds(1))));
    time[0] = simulation.time;
    ForwardSummary summary =
        simulation.forwarder.forwardAll(Simulation.users(15_000).iterator(), outcome -> {});

    assertThat(summary.accepted()).isEqualTo(15_000);
    assertThat(simulation.time.scheduled()).isLessThan(20 * summary.requests());
  }

  @Test
  void forward_oneRequestWithServerErrors_delaysNoOthers() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                objects.stream().anyMatch(object -> SimulatedBraze.user(object).equals("u-7"))
                    ? ScriptedResponse.of(500, "")
                    : OK,
            builder -> builder.maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(750));

    assertThat(report.unconfirmed()).isEqualTo(75);
    assertThat(report.accepted()).isEqualTo(675);
  }

  @Test
  void forward_thousandCallsOverTime_leavesNoTimer() {
    Simulation simulation =
        new Simulation(
            1, (request, objects) -> OK, builder -> builder.minUserWriteInterval(Duration.ZERO));
    for (int i = 0; i < 1_000; i++) {
      ForwardReport report = simulation.forwarder.forward(List.of(Simulation.update("u", i + 1)));
      assertThat(report.outcomes().get(0)).isInstanceOf(Accepted.class);
    }
    assertThat(simulation.time.runNext()).as("a timer is left").isFalse();
  }
}
