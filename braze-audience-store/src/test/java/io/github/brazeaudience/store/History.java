package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fixed sequence of batches, numbered from 1. Each batch writes or removes the records of some
 * users and stores its own number under one more user. A test can therefore check that a store
 * contains exactly the batches up to some number.
 */
final class History {
  static final String NAMESPACE = "namespace";
  private static final String LAST = "last";
  private static final int USERS = 40_000;
  private static final int[] BATCH_SIZES = {75, 1, 1_200, 300};

  private History() {}

  /** Writes a batch to a store that contains all previous batches. */
  static void write(MembershipStore store, long batch) {
    Map<String, RecordChange> changes = new HashMap<>();
    state(batch).forEach((user, record) -> changes.put(user, present -> record));
    changes.put(LAST, present -> Records.in(batch));
    store.update(NAMESPACE, changes);
  }

  /** Returns the number of the last batch in the store, or 0 if the store is empty. */
  static long last(MembershipStore store) {
    MembershipRecord record = store.read(NAMESPACE, List.of(LAST)).get(LAST);
    if (record == null) {
      return 0;
    }
    long batch = 1;
    while (!record.equals(Records.in(batch))) {
      batch++;
    }
    return batch;
  }

  /** Returns the users of a batch with their new records; null removes the record. */
  private static Map<String, @Nullable MembershipRecord> state(long batch) {
    Map<String, @Nullable MembershipRecord> state = new HashMap<>();
    MembershipRecord record = Records.in(batch);
    int size = BATCH_SIZES[(int) (batch % BATCH_SIZES.length)];
    for (int i = 0; i < size; i++) {
      // Spread over all users, some of whom are in other batches too.
      long user = Math.floorMod(batch * 7_919 + i * 104_729L, (long) USERS);
      state.put("u-" + user, user % 5 == batch % 5 ? null : record);
    }
    return state;
  }

  /** Returns all records after a batch. */
  static Map<String, MembershipRecord> after(long last) {
    Map<String, MembershipRecord> expected = new HashMap<>();
    for (long batch = 1; batch <= last; batch++) {
      apply(batch, expected);
    }
    return expected;
  }

  /** Applies a batch to all records after the previous one. */
  static void apply(long batch, Map<String, MembershipRecord> records) {
    state(batch)
        .forEach(
            (user, record) -> {
              if (record == null) {
                records.remove(user);
              } else {
                records.put(user, record);
              }
            });
    records.put(LAST, Records.in(batch));
  }

  /** Reads all records of a store page by page. */
  static Map<String, MembershipRecord> all(MembershipStore store) {
    Map<String, MembershipRecord> all = new HashMap<>();
    List<StoredRecord> page = store.page(NAMESPACE, null, 1_000);
    while (!page.isEmpty()) {
      page.forEach(it -> all.put(it.user(), it.record()));
      page = store.page(NAMESPACE, page.get(page.size() - 1).user(), 1_000);
    }
    return all;
  }
}
