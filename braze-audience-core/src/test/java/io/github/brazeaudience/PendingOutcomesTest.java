package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingOutcomesTest {
  private static final AudienceUpdate UPDATE = Simulation.update("u", 1);

  /** The tasks of the callback executor, which the test runs. */
  private final Queue<Runnable> callbacks = new ArrayDeque<>();

  private final PendingOutcomes outcomes = new PendingOutcomes(2, callbacks::add);

  private CompletableFuture<UserOutcome> add(long index) {
    assertThat(outcomes.tryReserve()).isTrue();
    return outcomes.add(index);
  }

  private void report(long index) {
    outcomes.report(Unchanged.of(index, UPDATE, 0));
  }

  private void runCallbacks() {
    for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
      next.run();
    }
  }

  /** The capacity is 2. */
  @ParameterizedTest
  @CsvSource({
    "add add,               2, false",
    "add,                   1, true",
    "add add report,        1, true",
    "add report report,     0, true",
    "add add cancel,        1, true",
    "add cancel cancel,     0, true",
    "add report cancel,     0, true",
    "add add report add,    2, false",
  })
  void size_addedAndEndedUpdates_countsThoseWithoutAnOutcome(String steps, int size, boolean room) {
    long added = 0;
    for (String step : steps.split(" ", -1)) {
      switch (step) {
        case "add" -> {
          var unused = add(added++);
        }
        case "report" -> report(0);
        default -> outcomes.cancel(0);
      }
    }

    assertThat(outcomes.size()).isEqualTo(size);
    assertThat(outcomes.tryReserve()).isEqualTo(room);
  }

  @Test
  void report_twoOutcomes_completesTheFuturesInOrderOnTheExecutor() {
    List<Long> completed = new ArrayList<>();
    var unused = add(0).thenAccept(outcome -> completed.add(outcome.index()));
    var unusedToo = add(1).thenAccept(outcome -> completed.add(outcome.index()));

    report(1);
    report(0);

    assertThat(completed).isEmpty();
    runCallbacks();
    assertThat(completed).containsExactly(1L, 0L);
  }

  @Test
  void close_openUpdate_completesWithItsOutcomeBeforeItsStages() {
    var unused = add(0);
    report(0);
    CompletableFuture<UserOutcome> open = add(1);
    CompletableFuture<Void> known = outcomes.close();
    assertThat(known).isNotDone();

    report(1);

    assertThat(known).isDone();
    assertThat(open).isNotDone();
  }

  @Test
  void close_noUpdates_completesAtOnce() {
    assertThat(outcomes.close()).isDone();
  }

  /** Includes futures whose outcomes are known and whose stages have not run. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void all_updates_completesAfterTheirStages(boolean reportedBefore) {
    List<String> order = new ArrayList<>();
    var unused = add(0).thenRun(() -> order.add("stage"));
    if (reportedBefore) {
      report(0);
    }
    CompletableFuture<Void> all = outcomes.all();
    var unusedToo = all.thenRun(() -> order.add("all"));
    if (!reportedBefore) {
      report(0);
    }
    assertThat(all).isNotDone();

    runCallbacks();

    assertThat(order).containsExactly("stage", "all");
  }

  @Test
  void all_noUpdates_isComplete() {
    assertThat(outcomes.all()).isDone();
  }

  @Test
  void onThisThread_stageOfAnOutcome_isTrueWhileItRuns() {
    List<Boolean> inStage = new ArrayList<>();
    var unused = add(0).thenRun(() -> inStage.add(outcomes.onThisThread()));
    report(0);
    runCallbacks();

    assertThat(inStage).containsExactly(true);
    assertThat(outcomes.onThisThread()).isFalse();
  }
}
