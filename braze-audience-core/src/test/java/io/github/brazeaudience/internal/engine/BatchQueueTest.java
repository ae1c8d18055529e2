package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchQueueTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final BatchQueue queue = new BatchQueue();
  private final List<Batch> created = new ArrayList<>();

  private Batch batch() {
    Batch batch = fixture.batch(fixture.admission(), call, 1);
    created.add(batch);
    return batch;
  }

  private Batch backingOff(int seconds) {
    Batch batch = batch();
    queue.addAfter(batch, Duration.ofSeconds(seconds), 0);
    return batch;
  }

  @Test
  void due_batchesAddedFirstAndLast_areInOrder() {
    Batch middle = batch();
    queue.addLast(middle);
    Batch last = batch();
    queue.addLast(last);
    List<Batch> first = List.of(batch(), batch());
    queue.addFirst(first);

    assertThat(queue.due()).containsExactly(first.get(0), first.get(1), middle, last);
  }

  @ParameterizedTest
  @CsvSource({
    "3 1 2, 0, ''", // no backoff is over
    "3 1 2, 1, 1",
    "3 1 2, 2, 1 2",
    "3 1 2, 9, 1 2 0",
    "2 2 1, 9, 2 0 1", // equal times keep their order
  })
  void endBackoff_backoffs_makesBatchesDueInTheOrderOfTheirTimes(
      String backoffs, int now, String due) {
    for (String seconds : backoffs.split(" ", -1)) {
      backingOff(Integer.parseInt(seconds));
    }
    while (queue.isBackoffOver(now * SECOND)) {
      queue.endBackoff(now * SECOND);
    }

    List<String> order =
        queue.due().stream().map(it -> String.valueOf(created.indexOf(it))).toList();
    assertThat(String.join(" ", order)).isEqualTo(due);
    assertThat(queue.due()).allMatch(Batch::isDue);
  }

  @Test
  void take_dueBatch_isNotDueButStaysUnfinished() {
    Batch batch = batch();
    queue.addLast(batch);
    queue.take(batch);

    assertThat(queue.due()).isEmpty();
    assertThat(queue.of(call)).containsExactly(batch);
    queue.remove(batch);
    assertThat(queue.of(call)).isEmpty();
  }

  @Test
  void firstDue_sources_returnsTheFirstBatchOfTheirOperations() {
    Admission other = fixture.admission();
    Batch batch = batch();
    Batch ofOther = fixture.batch(other, call, 1);
    queue.addLast(batch);
    queue.addLast(ofOther);

    assertThat(queue.firstDue(List.of(fixture.batcher(other)))).isSameAs(ofOther);
    assertThat(queue.firstDue(List.of(fixture.batcher(fixture.admission())))).isNull();
    assertThat(queue.firstDue(List.of(batch.source(), ofOther.source()))).isSameAs(batch);
  }

  @Test
  void nextWakeNanos_waitingBatches_isTheEndOfABackoffOrTheLastStart() {
    assertThat(queue.nextWakeNanos()).isNull();
    Batch due = batch();
    queue.addLast(due);
    assertThat(queue.nextWakeNanos()).isEqualTo(due.admission().lastStartNanos(due) + 1);
    backingOff(7);
    assertThat(queue.nextWakeNanos()).isEqualTo(7 * SECOND);
  }

  @Test
  void removeWaiting_oneInFlight_keepsOnlyThat() {
    Batch inFlight = batch();
    queue.take(inFlight);
    inFlight.attemptStarted(new Attempt(inFlight, null, 1, 0, SECOND));
    Batch due = batch();
    queue.addLast(due);
    Batch backingOff = backingOff(1);

    assertThat(queue.removeWaiting()).containsExactly(due, backingOff);
    assertThat(queue.of(call)).containsExactly(inFlight);
    assertThat(queue.nextWakeNanos()).isNull();
  }
}
