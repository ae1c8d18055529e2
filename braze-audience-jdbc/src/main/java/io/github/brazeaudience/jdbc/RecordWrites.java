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
 * Changes of locked rows in one transaction, in the order of their keys. Not thread-safe.
 *
 * @param updates the records that differ from the present ones
 * @param deletes the users without a record
 */
record RecordWrites(NavigableMap<byte[], byte[]> updates, NavigableSet<byte[]> deletes) {

  /**
   * Applies changes to the current records. A record that stays the same is not written.
   *
   * @param records the current records; null if the row of a user has none
   */
  static RecordWrites of(
      SortedMap<byte[], RecordChange> changes, Map<byte[], byte @Nullable []> records) {
    RecordWrites writes =
        new RecordWrites(new TreeMap<>(KeyBytes.ORDER), new TreeSet<>(KeyBytes.ORDER));
    changes.forEach(
        (user, change) -> {
          byte[] current = records.get(user);
          byte[] next = change.applyToBytes(current);
          if (next == null) {
            writes.deletes().add(user);
          } else if (!Arrays.equals(current, next)) {
            writes.updates().put(user, next);
          }
        });
    return writes;
  }

  boolean isEmpty() {
    return updates.isEmpty() && deletes.isEmpty();
  }
}
