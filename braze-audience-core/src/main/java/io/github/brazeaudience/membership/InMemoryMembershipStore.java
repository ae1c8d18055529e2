package io.github.brazeaudience.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Membership store that keeps all records in memory, for tests and for services that send a
 * snapshot of every user after each start. The records are lost when the process ends. Thread-safe.
 */
public final class InMemoryMembershipStore implements MembershipStore {
  private final Map<String, NavigableMap<String, byte[]>> namespaces = new HashMap<>();
  private boolean closed;

  private InMemoryMembershipStore() {}

  /** Returns a new empty store. */
  public static InMemoryMembershipStore create() {
    return new InMemoryMembershipStore();
  }

  @Override
  public synchronized Map<String, MembershipRecord> read(
      String namespace, Collection<String> users) {
    NavigableMap<String, byte[]> records = records(namespace);
    Map<String, MembershipRecord> found = new HashMap<>();
    for (String user : users) {
      byte[] bytes = records.get(user);
      if (bytes != null) {
        found.put(user, MembershipRecord.ofBytes(bytes));
      }
    }
    return found;
  }

  @Override
  public synchronized void update(String namespace, Map<String, RecordChange> changes) {
    NavigableMap<String, byte[]> records = records(namespace);
    Map<String, byte @Nullable []> changed = new HashMap<>();
    changes.forEach((user, change) -> changed.put(user, change.applyToBytes(records.get(user))));
    changed.forEach(
        (user, bytes) -> {
          if (bytes == null) {
            records.remove(user);
          } else {
            records.put(user, bytes);
          }
        });
  }

  @Override
  public synchronized List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    NavigableMap<String, byte[]> records = records(namespace);
    Map<String, byte[]> remaining = after == null ? records : records.tailMap(after, false);
    return remaining.entrySet().stream()
        .limit(limit)
        .map(entry -> new StoredRecord(entry.getKey(), MembershipRecord.ofBytes(entry.getValue())))
        .toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    namespaces.clear();
  }

  private NavigableMap<String, byte[]> records(String namespace) {
    if (closed) {
      throw new IllegalStateException("the membership store is closed");
    }
    return namespaces.computeIfAbsent(namespace, name -> new TreeMap<>());
  }

  @Override
  public synchronized String toString() {
    int records = namespaces.values().stream().mapToInt(Map::size).sum();
    return "InMemoryMembershipStore[" + records + " records]";
  }
}
