package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages contain each record once, in a stable order. */
abstract class StorePageContract extends StoreUpdateContract {
  private static final int MANY = 100;

  @Test
  void page_emptyNamespace_isEmpty() {
    put("other", Map.of("u-1", in(1)));

    assertEquals(List.of(), store().page(NAMESPACE, null, 10));
    assertEquals(List.of(), store().page(NAMESPACE, "u-1", 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 99, 100, 101, 5_000})
  void page_repeated_returnsEachRecordOnce(int limit) {
    Map<String, MembershipRecord> records = putMany();

    List<StoredRecord> all = all(limit);

    assertEquals(records, byUser(all));
    assertEquals(MANY, all.size());
    assertEquals(all, all(limit), "the same order when read again");
    assertEquals(all, all(7), "the same order with another page size");
  }

  @Test
  void page_afterLastUser_isEmpty() {
    putMany();
    List<StoredRecord> all = all(1_000);

    assertEquals(List.of(), store().page(NAMESPACE, all.get(MANY - 1).user(), 10));
  }

  @Test
  void page_afterRemovedUser_continues() {
    putMany();
    List<StoredRecord> all = all(1_000);
    String last = all.get(MANY / 2).user();

    store().update(NAMESPACE, Map.of(last, becomes(null)));

    assertEquals(all.subList(MANY / 2 + 1, MANY), store().page(NAMESPACE, last, 1_000));
    assertEquals(MANY - 1, all(10).size());
  }

  @Test
  void page_whileRecordsChange_returnsTheOthersOnce() {
    Map<String, MembershipRecord> records = putMany();
    List<StoredRecord> seen = new ArrayList<>();
    String after = null;
    for (List<StoredRecord> page = store().page(NAMESPACE, null, 9);
        !page.isEmpty();
        page = store().page(NAMESPACE, after, 9)) {
      seen.addAll(page);
      after = page.get(page.size() - 1).user();
      String removed = "u-" + seen.size();
      store().update(NAMESPACE, Map.of(removed, becomes(null), "v-" + seen.size(), enters(1)));
      records.remove(removed);
    }

    Map<String, MembershipRecord> found = new HashMap<>(byUser(seen));
    assertEquals(seen.size(), found.size(), "each record once");
    assertTrue(
        found.keySet().containsAll(new HashSet<>(records.keySet())),
        "records that were not removed");
    found.keySet().retainAll(records.keySet());
    assertEquals(records, found);
  }

  @Test
  void page_afterUpdates_returnsTheLatestRecords() {
    putMany();

    store().update(NAMESPACE, Map.of("u-1", enters(1_000), "u-2", becomes(null)));

    Map<String, MembershipRecord> now = byUser(all(33));
    assertEquals(in(1, 1_000), now.get("u-1"));
    assertEquals(MANY - 1, now.size());
  }

  private Map<String, MembershipRecord> putMany() {
    Map<String, MembershipRecord> records = new HashMap<>();
    LongStream.rangeClosed(1, MANY).forEach(i -> records.put("u-" + i, in(i)));
    put(NAMESPACE, records);
    return records;
  }

  private List<StoredRecord> all(int limit) {
    List<StoredRecord> all = new ArrayList<>();
    List<StoredRecord> page = store().page(NAMESPACE, null, limit);
    while (!page.isEmpty()) {
      assertTrue(page.size() <= limit, "no more than the limit");
      all.addAll(page);
      page = store().page(NAMESPACE, page.get(page.size() - 1).user(), limit);
    }
    return all;
  }

  private static Map<String, MembershipRecord> byUser(List<StoredRecord> records) {
    return records.stream()
        .collect(Collectors.toMap(StoredRecord::user, StoredRecord::record, (one, two) -> two));
  }
}
