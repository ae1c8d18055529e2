package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows to write in one transaction, in the order of their keys. Not thread-safe.
 *
 * @param inserts the records of users without a row
 * @param updates the records of users with a row
 * @param deletes the users whose record is removed
 */
record RecordWrites(
    NavigableMap<byte[], byte[]> inserts,
    NavigableMap<byte[], byte[]> updates,
    NavigableSet<byte[]> deletes) {

  /**
   * Applies changes to the current records. A record that stays the same is not written.
   *
   * @param rows the current records; null if the row of a user has none
   */
  static RecordWrites of(
      SortedMap<byte[], RecordChange> changes, Map<byte[], byte @Nullable []> rows) {
    RecordWrites writes =
        new RecordWrites(
            new TreeMap<>(KeyBytes.ORDER),
            new TreeMap<>(KeyBytes.ORDER),
            new TreeSet<>(KeyBytes.ORDER));
    changes.forEach(
        (user, change) -> writes.add(user, rows.containsKey(user), rows.get(user), change));
    return writes;
  }

  private void add(byte[] user, boolean hasRow, byte @Nullable [] current, RecordChange change) {
    byte[] next = change.applyToBytes(current);
    if (next == null) {
      if (current != null) {
        deletes.add(user);
      }
    } else if (!hasRow) {
      inserts.put(user, next);
    } else if (!Arrays.equals(current, next)) {
      updates.put(user, next);
    }
  }

  boolean isEmpty() {
    return inserts.isEmpty() && updates.isEmpty() && deletes.isEmpty();
  }
}
