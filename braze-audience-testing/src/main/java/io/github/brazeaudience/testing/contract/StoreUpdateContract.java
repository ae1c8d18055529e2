package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads return the last write, and an update is atomic. */
abstract class StoreUpdateContract extends StoreFixture {
  private static final int THREADS = 8;
  private static final int UPDATES = 25;

  @Test
  void read_emptyStore_returnsNothing() {
    assertEquals(Map.of(), store().read(NAMESPACE, List.of("u-1", "u-2")));
    assertEquals(Map.of(), store().read(NAMESPACE, List.of()));
  }

  @Test
  void read_severalUsers_returnsExistingRecords() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2, 3), "u-4", in(4)));

    assertEquals(
        Map.of("u-1", in(1), "u-2", in(2, 3)),
        store().read(NAMESPACE, List.of("u-1", "u-2", "u-3")));
  }

  @Test
  void update_change_receivesTheCurrentRecord() {
    List<MembershipRecord> seen = new ArrayList<>();
    for (long audience = 1; audience <= 3; audience++) {
      RecordChange entering = enters(audience);
      store()
          .update(
              NAMESPACE,
              Map.of(
                  "u-1",
                  present -> {
                    if (present != null) {
                      seen.add(present);
                    }
                    return entering.apply(present);
                  }));
    }

    assertEquals(List.of(in(1), in(1, 2)), seen.stream().distinct().toList());
    assertHolds(Map.of("u-1", in(1, 2, 3)));
  }

  static Stream<Instant> timestamps() {
    return Stream.of(
        Instant.parse("2026-01-01T00:00:00.123Z"),
        Instant.parse("2026-01-01T00:00:00.123456789Z"),
        Instant.EPOCH,
        Instant.parse("1600-01-01T00:00:00Z"),
        Instant.parse("2300-01-01T00:00:00.000000001Z"),
        Instant.MAX.minusSeconds(3));
  }

  /**
   * A store that keeps only part of a record would let an older update win. The email, the snapshot
   * and the change have different times.
   */
  @ParameterizedTest
  @MethodSource("timestamps")
  void update_recordWithTimestamps_isReadWithThem(Instant time) {
    UserProfile withEmail = UserProfile.builder().customerId("u").email("u@example.com").build();
    UserProfile only = UserProfile.ofCustomerId("u");
    List<AudienceUpdate> updates =
        List.of(
            MembershipSnapshot.of(withEmail, Audience.of(1)).at(time),
            MembershipSnapshot.of(only, Audience.of(1), Audience.of(2)).at(time.plusSeconds(1)),
            MembershipChange.of(only, List.of(), List.of(Audience.of(2))).at(time.plusSeconds(2)));
    MembershipRecord expected = null;

    for (AudienceUpdate update : updates) {
      store().update(NAMESPACE, Map.of("u-1", accepts(update)));
      expected = accepts(update).apply(expected);
      assertEquals(expected, read(NAMESPACE, "u-1"));
    }

    assertEquals(expected, store().page(NAMESPACE, null, 1).get(0).record());
    MembershipRecord again = read(NAMESPACE, "u-1");
    for (AudienceUpdate older :
        List.of(
            MembershipSnapshot.of(withEmail, Audience.of(3)).at(time.minusMillis(1)),
            MembershipChange.of(only, List.of(Audience.of(2)), List.of())
                .at(time.plusSeconds(1)))) {
      assertTrue(isSuperseded(again, older), "an older update is superseded");
    }
    assertFalse(isSuperseded(again, updates.get(2)), "an equal timestamp is not older");
  }

  @Test
  void update_null_removesTheRecord() {
    put(NAMESPACE, Map.of("u-1", in(1), "u-2", in(2)));

    store().update(NAMESPACE, Map.of("u-1", becomes(null), "u-3", becomes(null)));

    assertEquals(Map.of("u-2", in(2)), store().read(NAMESPACE, List.of("u-1", "u-2", "u-3")));
    store().update(NAMESPACE, Map.of("u-1", enters(5)));
    assertHolds(Map.of("u-1", in(5), "u-2", in(2)));
  }

  @Test
  void update_withoutChanges_changesNothing() {
    put(NAMESPACE, Map.of("u-1", in(1)));

    store().update(NAMESPACE, Map.of());
    store().update(NAMESPACE, Map.of("u-1", present -> present));

    assertHolds(Map.of("u-1", in(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void update_oneChangeThrows_leavesAllRecordsUnchanged(int place) {
    put(NAMESPACE, Map.of("u-0", in(1), "u-1", in(1), "u-2", in(1)));
    RuntimeException thrown = new UnsupportedOperationException("thrown by a change");
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      changes.put("u-" + i, i == 0 ? becomes(null) : enters(2));
    }
    changes.put(
        "u-" + place,
        present -> {
          throw thrown;
        });
    changes.put("u-new", enters(3));

    assertSame(thrown, assertThrows(RuntimeException.class, () -> update(changes)));

    assertHolds(Map.of("u-0", in(1), "u-1", in(1), "u-2", in(1)));
    assertNull(read(NAMESPACE, "u-new"));
    store().update(NAMESPACE, Map.of("u-0", enters(4)));
    assertHolds(Map.of("u-0", in(1, 4), "u-1", in(1)));
  }

  @Test
  void update_oneChangeThrowsAnError_leavesAllRecordsUnchanged() {
    Error thrown = new StackOverflowError("thrown by a change");
    Map<String, RecordChange> changes = new LinkedHashMap<>();
    changes.put("u-1", enters(1));
    changes.put(
        "u-2",
        present -> {
          throw thrown;
        });

    assertSame(thrown, assertThrows(Error.class, () -> update(changes)));

    assertNull(read(NAMESPACE, "u-1"));
  }

  private void update(Map<String, RecordChange> changes) {
    store().update(NAMESPACE, changes);
  }

  @Test
  void update_twoNamespaces_areIndependent() {
    put("a", Map.of("u-1", in(1)));
    put("b", Map.of("u-1", in(2), "u-2", in(3)));

    store().update("a", Map.of("u-2", becomes(null)));

    assertEquals(Map.of("u-1", in(1)), store().read("a", List.of("u-1", "u-2")));
    assertEquals(Map.of("u-1", in(2), "u-2", in(3)), store().read("b", List.of("u-1", "u-2")));
    assertEquals(Map.of(), store().read("c", List.of("u-1", "u-2")));
  }

  @Test
  void update_manyUsers_writesEach() {
    Map<String, MembershipRecord> records = new HashMap<>();
    LongStream.rangeClosed(1, 5_000).forEach(i -> records.put("u-" + i, in(i, i + 1)));

    put(NAMESPACE, records);

    assertHolds(records);
  }

  @Test
  void update_concurrentThreads_losesNoChange() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        long first = 1 + (long) thread * UPDATES;
        ends.add(
            threads.submit(
                () ->
                    LongStream.range(first, first + UPDATES)
                        .forEach(it -> update(Map.of("u-1", enters(it), "v-" + it, enters(it))))));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertHolds(Map.of("u-1", in(LongStream.rangeClosed(1, THREADS * UPDATES).toArray())));
    assertHolds(Map.of("v-7", in(7), "v-200", in(200)));
  }

  static Stream<String> texts() {
    return Stream.of(
        "u",
        "U",
        " u ",
        "u'\"\\;:,={}",
        "u\n\t\u0000",
        "Zoë ☕",
        "Zoe\u0308",
        "\uD83D\uDE00",
        "0000000000000000",
        "x".repeat(987),
        "ё".repeat(493));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void update_anyUserAndNamespace_isReadUnderTheExactText(String text) {
    put(NAMESPACE, Map.of(text, in(1), text + "1", in(2)));
    put(text, Map.of("u-1", in(3)));

    assertEquals(Map.of(text, in(1)), store().read(NAMESPACE, List.of(text, text + "2")));
    assertEquals(in(3), read(text, "u-1"));
    assertEquals(List.of(text, text + "1"), users(store().page(NAMESPACE, null, 10)));
  }

  private static List<String> users(List<StoredRecord> page) {
    return page.stream().map(StoredRecord::user).sorted().toList();
  }

  @Test
  void update_interruptedThread_succeedsAndPreservesTheInterrupt() {
    Thread.currentThread().interrupt();
    try {
      put(NAMESPACE, Map.of("u-1", in(1)));
      assertHolds(Map.of("u-1", in(1)));
      assertTrue(Thread.currentThread().isInterrupted(), "interrupted");
    } finally {
      Thread.interrupted();
    }
    store().update(NAMESPACE, Map.of("u-1", enters(2)));
    assertHolds(Map.of("u-1", in(1, 2)));
  }
}
