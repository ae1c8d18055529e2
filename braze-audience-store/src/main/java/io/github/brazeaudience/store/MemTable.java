package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In-memory table of recent changes. Each change is also in the journal, and not yet, or only
 * perhaps, in a tree. The {@link MemTableLimits} bound the memory.
 */
final class MemTable {
  /** Marks a deleted record. The bytes of a record are never empty. */
  static final byte[] TOMBSTONE = {};

  /** Marks a record that cannot be read and whose bytes are lost. No record starts with a 0. */
  static final byte[] UNREADABLE = {0};

  private final MemTableLimits limits;
  private final NavigableMap<String, Users> namespaces = new TreeMap<>();
  private int records;
  private long bytes;
  private int entries;

  MemTable(MemTableLimits limits) {
    this.limits = limits;
  }

  /** The changed records of a namespace, by hash. */
  private static final class Users {
    private final Map<String, byte[]> records = new HashMap<>();

    /** The users in order, null before the first scan. */
    private @Nullable NavigableSet<String> scanned;

    byte @Nullable [] put(String user, byte[] record) {
      byte[] before = records.put(user, record);
      if (before == null && scanned != null) {
        scanned.add(user);
      }
      return before;
    }

    Iterator<Map.Entry<String, byte[]>> entriesAfter(@Nullable String user) {
      NavigableSet<String> all = scanned == null ? new TreeSet<>(records.keySet()) : scanned;
      scanned = all;
      return (user == null ? all : all.tailSet(user, false))
          .stream()
              .map(next -> Map.entry(next, Objects.requireNonNull(records.get(next))))
              .iterator();
    }
  }

  static boolean isTombstone(byte[] bytes) {
    return bytes.length == 0;
  }

  /** Returns the bytes to store for a damaged record, which no reader takes for a record. */
  static byte[] unreadable(byte[] damaged) {
    byte[] marked = new byte[1 + damaged.length];
    System.arraycopy(damaged, 0, marked, 1, damaged.length);
    return marked;
  }

  /** Adds the changes of an update. */
  void add(String namespace, Map<String, byte[]> changes) {
    Users users = namespaces.computeIfAbsent(namespace, name -> new Users());
    changes.forEach(
        (user, record) -> {
          byte[] before = users.put(user, record);
          records += before == null ? 1 : 0;
          bytes += record.length + (before == null ? user.length() : -before.length);
        });
    entries++;
  }

  /** Returns the bytes of a record, {@link #TOMBSTONE} if it was deleted, or null if unchanged. */
  byte @Nullable [] get(String namespace, String user) {
    Users users = namespaces.get(namespace);
    return users == null ? null : users.records.get(user);
  }

  /** Returns the changes of a namespace after a user, or all of them if the user is null. */
  Iterator<Map.Entry<String, byte[]>> entriesAfter(String namespace, @Nullable String user) {
    Users users = namespaces.get(namespace);
    return users == null ? Collections.emptyIterator() : users.entriesAfter(user);
  }

  /** Returns the changes of a namespace in the order of the users. */
  List<Map.Entry<String, byte[]>> sorted(String namespace) {
    Users users = namespaces.get(namespace);
    return users == null ? List.of() : KeySort.sorted(users.records);
  }

  /** Returns the namespaces with changes, in order. */
  Set<String> namespaces() {
    return Collections.unmodifiableSet(namespaces.keySet());
  }

  int size() {
    return records;
  }

  /** Returns 0 for an empty table and 1 or slightly more for a full one. */
  double fillRatio() {
    return Math.max(
        (double) entries / limits.entries(),
        Math.max((double) records / limits.records(), (double) bytes / limits.bytes()));
  }

  boolean isFull() {
    return fillRatio() >= 1;
  }
}
