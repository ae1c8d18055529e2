package io.github.brazeaudience.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cache of records that were read from the trees of one namespace. A forwarder reads the record of
 * a user and changes it soon after, so the change finds it here. Confined to the store's thread.
 */
final class ReadCache {
  static final int MAX_BYTES = 1 << 21;

  /** The memory of an entry without the characters of the user and the bytes of the record. */
  private static final int ENTRY_BYTES = 120;

  private final Map<String, byte[]> records = new HashMap<>();
  private String namespace = "";
  private long bytes;

  /** Returns the bytes of a record, {@link MemTable#TOMBSTONE} if there is none, or null. */
  byte @Nullable [] get(String namespace, String user) {
    return namespace.equals(this.namespace) ? records.get(user) : null;
  }

  /** Adds a record. If the cache is full, it is emptied before. */
  void put(String namespace, String user, byte[] record) {
    int added = ENTRY_BYTES + user.length() + record.length;
    if (bytes + added > MAX_BYTES || !namespace.equals(this.namespace)) {
      records.clear();
      bytes = 0;
    }
    bytes += added;
    this.namespace = namespace;
    records.put(user, record);
  }

  /** Removes records that were changed. */
  void removeAll(Collection<String> users) {
    users.forEach(records::remove);
  }
}
