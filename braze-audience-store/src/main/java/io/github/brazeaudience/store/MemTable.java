package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In-memory table of the changes that are in the journal but not yet in the tree. Its size is
 * bounded.
 */
final class MemTable {
  /** Marks a removed record. A record is never empty. */
  static final byte[] TOMBSTONE = {};

  /** Marks a record that cannot be read. No record starts with this byte. */
  static final byte[] UNREADABLE = {0};

  /** Limits of records, bytes and journal entries, which the last update may exceed. */
  static final int MAX_RECORDS = 16_384;

  static final int MAX_BYTES = 4 << 20;
  static final int MAX_ENTRIES = 1_024;

  private final NavigableMap<String, NavigableMap<String, byte[]>> namespaces = new TreeMap<>();
  private int records;
  private long bytes;
  private int entries;

  static boolean isTombstone(byte[] bytes) {
    return bytes.length == 0;
  }

  /** Returns the bytes of a damaged record with a prefix that no record starts with. */
  static byte[] unreadable(byte[] damaged) {
    byte[] kept = new byte[1 + damaged.length];
    System.arraycopy(damaged, 0, kept, 1, damaged.length);
    return kept;
  }

  void add(JournalEntry entry) {
    NavigableMap<String, byte[]> users =
        namespaces.computeIfAbsent(entry.namespace(), name -> new TreeMap<>());
    entry
        .changes()
        .forEach(
            (user, record) -> {
              byte[] before = users.put(user, record);
              records += before == null ? 1 : 0;
              bytes += record.length + (before == null ? user.length() : -before.length);
            });
    entries++;
  }

  /**
   * The bytes of a record, {@link #TOMBSTONE} if it was removed, null if it is not in this table.
   */
  byte @Nullable [] get(String namespace, String user) {
    return in(namespace).get(user);
  }

  /** The changes of a namespace after a user, in order. */
  Iterator<Map.Entry<String, byte[]>> after(String namespace, @Nullable String user) {
    NavigableMap<String, byte[]> users = in(namespace);
    return (user == null ? users : users.tailMap(user, false)).entrySet().iterator();
  }

  NavigableMap<String, NavigableMap<String, byte[]>> byNamespace() {
    return Collections.unmodifiableNavigableMap(namespaces);
  }

  int size() {
    return records;
  }

  /** The fill level: 1 at a limit, slightly more above it. */
  double fullness() {
    return Math.max(
        (double) entries / MAX_ENTRIES,
        Math.max((double) records / MAX_RECORDS, (double) bytes / MAX_BYTES));
  }

  private NavigableMap<String, byte[]> in(String namespace) {
    return namespaces.getOrDefault(namespace, Collections.emptyNavigableMap());
  }
}
