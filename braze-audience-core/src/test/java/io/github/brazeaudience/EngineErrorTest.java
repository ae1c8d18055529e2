package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that an error of the scheduler or the clock of an engine ends some updates and later calls
 * still work.
 */
class EngineErrorTest extends EngineErrorFixture {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** Returns each error at each task that a call of two requests with one retry schedules. */
  static Stream<Arguments> errorsAtEachTask() {
    return IntStream.rangeClosed(1, 10)
        .boxed()
        .flatMap(task -> errors().map(error -> Arguments.of(error, task)));
  }

  @ParameterizedTest
  @MethodSource("errorsAtEachTask")
  void forward_schedulerRejectsOneTask_everyUpdateHasAnOutcomeAndLaterCallsWork(
      Throwable error, int task) {
    VirtualTime time = new VirtualTime();
    int[] tasks = new int[1];
    TaskScheduler scheduler =
        (work, delay) ->
            ++tasks[0] == task
                ? SneakyThrow.<TaskScheduler.ScheduledTask, RuntimeException>sneakyThrow(error)
                : time.schedule(work, delay);
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("key").build(),
            (request, objects) ->
                request == 1 ? ScriptedResponse.of(503, "") : ScriptedResponse.of(201, SUCCESS),
            builder -> builder.scheduler(scheduler));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.outcomes())
        .hasSize(150)
        .filteredOn(NotSent.class::isInstance)
        .allMatch(
            outcome ->
                outcome.reason().orElseThrow() == Reason.CANCELLED
                    || outcome.reason().orElseThrow() == Reason.CLOSED);
    simulation.assertConsistent(report.outcomes(), 150);
    tasks[0] = 1_000;
    assertThat(simulation.forwarder.forward(Simulation.users(150)).accepted()).isEqualTo(150);
    simulation.forwarder.close();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void queue_schedulerRejectsTemporarily_acceptsUpdatesAfterwards(Throwable error)
      throws Exception {
    VirtualTime time = new VirtualTime();
    boolean[] refuses = {true};
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("key").build(),
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder.scheduler(
                    (work, delay) ->
                        refuses[0]
                            ? SneakyThrow
                                .<TaskScheduler.ScheduledTask, RuntimeException>sneakyThrow(error)
                            : time.schedule(work, delay)));
    AudienceQueue queue = simulation.forwarder.queue().build();
    UserOutcome refused = outcome(queue.submit(Simulation.update("u", 1)));
    refuses[0] = false;
    CompletionStage<UserOutcome> next = queue.submit(Simulation.update("u", 2));
    time.runUntilIdle();

    assertThat(refused).isInstanceOf(NotSent.class);
    assertThat(outcome(next)).isInstanceOf(Accepted.class);
    queue.close();
    simulation.forwarder.close();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void queue_callbackExecutorThrows_everyOutcomeIsReportedAndCloseReturns(Throwable error)
      throws Exception {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder.callbackExecutor(
                    task -> SneakyThrow.<Void, RuntimeException>sneakyThrow(error)));
    AudienceQueue queue = simulation.forwarder.queue().build();
    List<CompletionStage<UserOutcome>> outcomes = new ArrayList<>();
    for (AudienceUpdate update : Simulation.users(200)) {
      outcomes.add(queue.submit(update));
    }
    queue.close();

    assertThat(outcomes).allMatch(stage -> outcome(stage) instanceof Accepted);
    simulation.forwarder.close();
  }

  /** Fails each reading of the clock in turn, in a call with a retry. */
  @ParameterizedTest
  @MethodSource("errors")
  void forward_clockThrowsAtOneReading_everyUpdateIsAccepted(Throwable error) {
    int readings = 60;
    for (int failing = 1; failing <= readings; failing++) {
      AtomicInteger left = new AtomicInteger(failing);
      VirtualTime time = new VirtualTime();
      Simulation simulation =
          new Simulation(
              time,
              1,
              BrazeAudienceConfig.builder().restApiKey("key").build(),
              (request, objects) ->
                  request == 1 ? ScriptedResponse.of(503, "") : ScriptedResponse.of(201, SUCCESS),
              builder -> builder.timeSource(new FailingClock(time, error, left)));
      ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

      assertThat(report.accepted()).as("reading %d fails", failing).isEqualTo(200);
      assertThat(left).as("reading %d happens", failing).hasValueLessThan(1);
      simulation.assertConsistent(report.outcomes(), 200);
      simulation.forwarder.close();
    }
  }

  /**
   * Clock that throws once.
   *
   * @param readingsLeft counts down to the reading that throws
   */
  private record FailingClock(TimeSource clock, Throwable error, AtomicInteger readingsLeft)
      implements TimeSource {
    @Override
    public long nanoTime() {
      throwOnce();
      return clock.nanoTime();
    }

    @Override
    public Instant now() {
      throwOnce();
      return clock.now();
    }

    private void throwOnce() {
      if (readingsLeft.decrementAndGet() == 0) {
        SneakyThrow.<Void, RuntimeException>sneakyThrow(error);
      }
    }
  }

  /** A timer never fires if its thread is blocked. */
  @Test
  void forward_timerNeverFires_endsByTheDeadline() {
    VirtualTime time = new VirtualTime();
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("key").build(),
            (request, objects) -> ScriptedResponse.of(503, ""),
            builder -> builder.scheduler((work, delay) -> () -> {}));
    time.schedule(() -> {}, Duration.ofHours(1)); // the clock needs a task to advance
    @Nullable ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertThat(report.outcomes()).hasSize(200).noneMatch(Accepted.class::isInstance);
    assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofHours(1));
    assertThat(DEADLINE).isLessThan(time.elapsed());
  }
}
