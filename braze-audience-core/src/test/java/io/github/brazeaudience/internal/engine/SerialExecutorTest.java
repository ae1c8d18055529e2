package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TaskScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialExecutorTest {
  private final EngineFixture clock = new EngineFixture();
  private final List<String> ran = new ArrayList<>();
  private @Nullable RuntimeException rejection;
  private final TaskScheduler scheduler =
      (task, delay) -> {
        if (rejection != null) {
          throw rejection;
        }
        return clock.schedule(task, delay);
      };
  private final SerialExecutor executor =
      new SerialExecutor(scheduler, clock, Runnable::run, () -> ran.add("wake-up " + clock.now));

  @Test
  void execute_taskSubmittedByATask_runsAfterIt() {
    executor.execute(
        () -> {
          executor.execute(() -> ran.add("second"));
          ran.add("first");
        });

    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void execute_taskThrows_laterTasksRun() {
    executor.execute(
        () -> {
          throw new StackOverflowError();
        });
    executor.execute(() -> ran.add("later"));

    assertThat(ran).containsExactly("later");
  }

  @ParameterizedTest
  @CsvSource({
    "5,  9, 5", // a later time does not move the timer
    "9,  5, 5", // an earlier one does
    "5,  5, 5",
    "0, -1, 0", // a time in the past is now
  })
  void wakeBy_twoTimes_firesOnceAtTheEarlier(long one, long other, long expected) {
    assertThat(executor.wakeBy(one)).isTrue();
    assertThat(executor.wakeBy(other)).isTrue();
    clock.advanceTo(SECOND);

    assertThat(ran).containsExactly("wake-up " + expected);
  }

  @Test
  void wakeBy_afterTheTimerFired_firesAgain() {
    executor.wakeBy(5);
    clock.advanceTo(7);
    executor.wakeBy(9);
    clock.advanceTo(SECOND);

    assertThat(ran).containsExactly("wake-up 5", "wake-up 9");
  }

  @Test
  void wakeBy_timerThatDidNotFireInTime_isSetAgain() {
    executor.wakeBy(5);
    clock.timers.clear();
    clock.now = 6;
    executor.wakeBy(9);
    clock.advanceTo(SECOND);

    assertThat(ran).containsExactly("wake-up 9");
  }

  @Test
  void wakeByOrCancel_nothingToDo_cancelsTheTimer() {
    executor.wakeByOrCancel(5L);
    executor.wakeByOrCancel(null);
    clock.advanceTo(SECOND);

    assertThat(ran).isEmpty();
  }

  @Test
  void wakeBy_schedulerThrows_returnsFalseAndKeepsTheEarlierTimer() {
    executor.wakeBy(9);
    rejection = new RejectedExecutionException("shut down");
    assertThat(executor.wakeBy(5)).isFalse();
    clock.advanceTo(SECOND);

    assertThat(ran).containsExactly("wake-up 9");
  }

  @ParameterizedTest
  @CsvSource({"true, CLOSED", "false, CANCELLED"})
  void takeRejection_schedulerThrew_givesTheCauseOnce(boolean shutDown, Reason reason) {
    rejection = shutDown ? new RejectedExecutionException("no") : new IllegalStateException("no");
    executor.wakeBy(5);

    assertThat(executor.takeRejection()).extracting(StopCause::reason).isEqualTo(reason);
    assertThat(executor.takeRejection()).isNull();
  }
}
