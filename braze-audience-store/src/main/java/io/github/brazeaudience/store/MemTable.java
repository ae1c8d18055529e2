package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes, in memory: those that stand in the journal and not, or perhaps not, in the
 * tree yet. Bounded, so that memory is.
 */
final class MemTable {
  /** Stands for a record that is gone; no record has no bytes. */
  static final byte[] TOMBSTONE = {};

  /** Stands for a record that cannot be read and is not known either; no record begins so. */
  static final byte[] UNREADABLE = {0};

  /** The most records, bytes and journal entries, give or take the last update. */
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

  /** What is kept of a record that cannot be read: nothing that can be taken for a record. */
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

  /** The bytes of a record, {@link #TOMBSTONE} if it is gone, null if it was not changed lately. */
  byte @Nullable [] get(String namespace, String user) {
    return in(namespace).get(user);
  }

  /** The changes of a namespace behind a user, in order. */
  Iterator<Map.Entry<String, byte[]>> behind(String namespace, @Nullable String user) {
    NavigableMap<String, byte[]> users = in(namespace);
    return (user == null ? users : users.tailMap(user, false)).entrySet().iterator();
  }

  NavigableMap<String, NavigableMap<String, byte[]>> byNamespace() {
    return Collections.unmodifiableNavigableMap(namespaces);
  }

  int size() {
    return records;
  }

  /** How full it is, from 0 to 1 and somewhat beyond. */
  double fillRatio() {
    return Math.max(
        (double) entries / MAX_ENTRIES,
        Math.max((double) records / MAX_RECORDS, (double) bytes / MAX_BYTES));
  }

  private NavigableMap<String, byte[]> in(String namespace) {
    return namespaces.getOrDefault(namespace, Collections.emptyNavigableMap());
  }
}
