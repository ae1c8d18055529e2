package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSplitterTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final Admission admission = fixture.admission();
  private final BatchSplitter splitter = fixture.splitter(fixture.batcher(admission));

  private Batch batch(int users) {
    return fixture.batch(admission, call, users);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "3, 2, 1", "75, 38, 37"})
  void halve_batch_givesItsHalvesInOrder(int users, int first, int second) {
    Batch batch = batch(users);

    List<Batch> halves = splitter.halve(batch);

    assertThat(halves).extracting(half -> half.writes().size()).containsExactly(first, second);
    assertThat(halves.get(0).writes()).isEqualTo(batch.writes().subList(0, first));
    assertThat(halves.get(1).writes()).isEqualTo(batch.writes().subList(first, users));
  }

  /** Refuses every part that has a bad user, and returns the number of refused requests. */
  private int search(int users, Set<Integer> bad) {
    int refusals = 0;
    List<UserWrite> found = new ArrayList<>();
    Batch whole = batch(users);
    Deque<Batch> open = new ArrayDeque<>(List.of(whole));
    while (!open.isEmpty()) {
      Batch next = open.remove();
      boolean refused =
          next.writes().stream().anyMatch(it -> bad.contains(whole.writes().indexOf(it)));
      refusals += refused ? 1 : 0;
      if (!refused) {
        call.refusals().clear();
        splitter.ended(next, true);
      } else if (next.writes().size() == 1) {
        found.addAll(next.writes());
        invalid |= splitter.refusedAlone(next);
      } else {
        open.addAll(splitter.halve(next));
      }
    }
    assertThat(found).hasSize(bad.size());
    return refusals;
  }

  private boolean invalid;

  @ParameterizedTest
  @ValueSource(ints = {0, 37, 74})
  void halve_oneBadUserInAFullBatch_isFoundWithFewRequests(int bad) {
    assertThat(search(75, Set.of(bad))).isLessThanOrEqualTo(8);
    assertThat(invalid).isFalse();
  }

  @Test
  void refusedAlone_everyUserOfTwoBatches_meansThatTheRequestIsInvalid() {
    search(3, Set.of(0, 1, 2));
    assertThat(invalid).as("one batch may be all bad").isFalse();
    search(4, Set.of(0, 1, 2, 3));
    assertThat(invalid).isTrue();
  }

  /** As many users as in two batches of 75, so a few bad users do not stop a call. */
  @Test
  void refusedAlone_everyUserOfBatchesOfFive_meansThatTheRequestIsInvalidAfterThirty() {
    fixture.requestSize.onTooLong(6);
    for (int batch = 1; batch < 30; batch++) {
      search(5, Set.of(0, 1, 2, 3, 4));
    }
    assertThat(invalid).isFalse();
    search(5, Set.of(0, 1, 2, 3, 4));
    assertThat(invalid).isTrue();
  }

  @Test
  void refusedAlone_acceptanceBetweenTwoBatches_keepsTheRequestValid() {
    search(3, Set.of(0, 1, 2));
    call.refusals().clear();
    search(3, Set.of(0, 1, 2));
    assertThat(invalid).isFalse();
  }

  @Test
  void refusedAlone_seventyFiveSingleUserRequests_countAsOneBatch() {
    List<UserWrite> writes = fixture.batched(call, 150);
    for (int i = 0; i < 149; i++) {
      invalid |= splitter.refusedAlone(fixture.batch(admission, call, writes.subList(i, i + 1)));
    }
    assertThat(invalid).isFalse();
    Batch last = fixture.batch(admission, call, writes.subList(149, 150));
    assertThat(splitter.refusedAlone(last)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true, 50", "false, 75"})
  void ended_allParts_lowersTheLimitOnlyIfAllWereAccepted(boolean accepted, int limit) {
    List<Batch> halves = splitter.halve(batch(75));
    List<Batch> quarters = splitter.halve(halves.get(0));
    splitter.ended(quarters.get(0), true);
    splitter.ended(halves.get(1), true);
    assertThat(fixture.requestSize.current()).isEqualTo(75);
    splitter.ended(quarters.get(1), accepted);

    assertThat(fixture.requestSize.current()).isEqualTo(accepted ? 25 : limit);
  }

  /** Cuts batches as the scheduler does: the rest is cut when it would start. */
  private List<Batch> resize(List<Batch> tooLarge) {
    List<Batch> cut = new ArrayList<>();
    Deque<Batch> open = new ArrayDeque<>(splitter.resize(tooLarge));
    while (!open.isEmpty()) {
      Batch next = open.remove();
      if (splitter.isTooLarge(next)) {
        splitter.resize(List.of(next)).forEach(open::add);
      } else {
        cut.add(next);
      }
    }
    return cut;
  }

  private static List<Integer> sizes(List<Batch> batches) {
    return batches.stream().map(batch -> batch.writes().size()).toList();
  }

  @Test
  void resize_batchesThatAreTooLarge_formsFullRequests() {
    List<Batch> formed = List.of(batch(38), batch(37));
    fixture.requestSize.onTooLong(37);

    assertThat(formed).allMatch(splitter::isTooLarge);
    assertThat(splitter.tooLargeWith(formed.get(0), formed.subList(1, 2))).isEqualTo(formed);
    assertThat(sizes(resize(formed))).containsExactly(25, 25, 25);
    assertThat(splitter.isTooLarge(batch(25))).isFalse();
  }

  @Test
  void resize_batchRefusedAsTooLong_formsRequestsOfTheLearnedSize() {
    Batch refused = batch(75).refusedAsTooLong(75);
    fixture.requestSize.onTooLong(75);

    assertThat(sizes(resize(List.of(refused)))).containsExactly(50, 25);
  }

  /** Another request of the size was accepted, so the refusal has another reason. */
  @Test
  void resize_batchRefusedAsTooLongForAUser_neverFormsTheSameRequestAgain() {
    Batch refused = batch(75).refusedAsTooLong(75);
    fixture.requestSize.onTooLong(75);
    fixture.requestSize.onAccepted(75);

    assertThat(sizes(resize(List.of(refused)))).containsExactly(38, 37);
  }

  @Test
  void resize_batchesThatFailed_keepsTheFailuresAndTheRetryToken() {
    Batch failed = batch(38).afterFailures(2);
    failed.retryTokenAcquired();
    Batch other = batch(37);
    fixture.requestSize.onTooLong(37);

    assertThat(splitter.tooLargeWith(failed, List.of(other))).containsExactly(failed);
    List<Batch> resized = splitter.resize(List.of(failed));
    assertThat(resized).extracting(Batch::failures).containsExactly(2, 2);
    assertThat(resized).extracting(Batch::hasRetryToken).containsExactly(true, false);
  }

  @Test
  void remainder_ofASearch_endsItWithoutAResult() {
    List<Batch> halves = splitter.halve(batch(2));
    Batch again = splitter.remainder(halves.get(0), halves.get(0).writes());
    splitter.refusedAlone(again);
    splitter.refusedAlone(halves.get(1));
    search(2, Set.of(0, 1));

    assertThat(invalid).isFalse();
  }
}
