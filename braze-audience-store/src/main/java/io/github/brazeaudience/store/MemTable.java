package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sorted in-memory table of recent changes. Each change is also in the journal, and not yet, or
 * only perhaps, in a tree. {@link #fillRatio} bounds the memory.
 */
final class MemTable {
  /** Marks a deleted record. The bytes of a record are never empty. */
  static final byte[] TOMBSTONE = {};

  /** Marks a record that cannot be read and whose bytes are lost. No record starts with a 0. */
  static final byte[] UNREADABLE = {0};

  /** The size of a full table in records, bytes and journal entries; one update may exceed it. */
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

  /** Returns the bytes to store for a damaged record, which no reader takes for a record. */
  static byte[] unreadable(byte[] damaged) {
    byte[] marked = new byte[1 + damaged.length];
    System.arraycopy(damaged, 0, marked, 1, damaged.length);
    return marked;
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

  /** Returns the bytes of a record, {@link #TOMBSTONE} if it was deleted, or null if unchanged. */
  byte @Nullable [] get(String namespace, String user) {
    return users(namespace).get(user);
  }

  /** Returns the changes of a namespace after a user, or all of them if the user is null. */
  Iterator<Map.Entry<String, byte[]>> entriesAfter(String namespace, @Nullable String user) {
    NavigableMap<String, byte[]> users = users(namespace);
    return (user == null ? users : users.tailMap(user, false)).entrySet().iterator();
  }

  NavigableMap<String, NavigableMap<String, byte[]>> byNamespace() {
    return Collections.unmodifiableNavigableMap(namespaces);
  }

  int size() {
    return records;
  }

  /** Returns 0 for an empty table and 1 or slightly more for a full one. */
  double fillRatio() {
    return Math.max(
        (double) entries / MAX_ENTRIES,
        Math.max((double) records / MAX_RECORDS, (double) bytes / MAX_BYTES));
  }

  private NavigableMap<String, byte[]> users(String namespace) {
    return namespaces.getOrDefault(namespace, Collections.emptyNavigableMap());
  }
}
