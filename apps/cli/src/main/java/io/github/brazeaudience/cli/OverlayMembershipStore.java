package io.github.brazeaudience.cli;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Membership store that keeps changes in one store and reads everything else from another, which it
 * does not change. Thread-safe.
 */
final class OverlayMembershipStore implements MembershipStore {
  /** Namespace of removed users: a record in it hides the record of the underlying store. */
  private static final String REMOVED = "\u0000removed";

  private final MembershipStore below;
  private final MembershipStore changes;

  /**
   * Closes both with itself.
   *
   * @param below is only read
   * @param changes has nothing in it yet
   */
  OverlayMembershipStore(MembershipStore below, MembershipStore changes) {
    this.below = below;
    this.changes = changes;
  }

  @Override
  public synchronized Map<String, MembershipRecord> read(
      String namespace, Collection<String> users) {
    Map<String, MembershipRecord> found = new HashMap<>(changes.read(namespace, users));
    Set<String> others = new HashSet<>(users);
    others.removeAll(found.keySet());
    others.removeAll(changes.read(namespace + REMOVED, others).keySet());
    found.putAll(below.read(namespace, others));
    return found;
  }

  @Override
  public synchronized void update(String namespace, Map<String, RecordChange> wanted) {
    Map<String, MembershipRecord> present = read(namespace, wanted.keySet());
    Map<String, MembershipRecord> hidden = below.read(namespace, wanted.keySet());
    Map<String, RecordChange> records = new HashMap<>();
    Map<String, RecordChange> removals = new HashMap<>();
    wanted.forEach(
        (user, change) -> {
          MembershipRecord next = change.apply(present.get(user));
          records.put(user, old -> next);
          removals.put(user, old -> next == null ? hidden.get(user) : null);
        });
    changes.update(namespace, records);
    changes.update(namespace + REMOVED, removals);
  }

  /** The users of the underlying store in its order, then new users. */
  @Override
  public synchronized List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    List<StoredRecord> page = new ArrayList<>();
    boolean isNew = after != null && !below.read(namespace, Set.of(after)).containsKey(after);
    String last = after;
    while (!isNew && page.isEmpty()) {
      List<StoredRecord> some = below.page(namespace, last, limit);
      if (some.isEmpty()) {
        isNew = true;
        last = null;
      } else {
        last = some.get(some.size() - 1).user();
        addPresent(namespace, some, page);
      }
    }
    while (isNew && page.isEmpty()) {
      List<StoredRecord> some = changes.page(namespace, last, limit);
      if (some.isEmpty()) {
        break;
      }
      last = some.get(some.size() - 1).user();
      addNew(namespace, some, page);
    }
    return page;
  }

  private void addPresent(String namespace, List<StoredRecord> some, List<StoredRecord> page) {
    List<String> users = some.stream().map(StoredRecord::user).toList();
    Map<String, MembershipRecord> present = read(namespace, users);
    for (String user : users) {
      MembershipRecord record = present.get(user);
      if (record != null) {
        page.add(new StoredRecord(user, record));
      }
    }
  }

  private void addNew(String namespace, List<StoredRecord> some, List<StoredRecord> page) {
    List<String> users = some.stream().map(StoredRecord::user).toList();
    Set<String> known = below.read(namespace, users).keySet();
    some.stream().filter(stored -> !known.contains(stored.user())).forEach(page::add);
  }

  @Override
  public void close() {
    try (below;
        changes) {
      // Each is closed whatever becomes of the other.
    }
  }
}
