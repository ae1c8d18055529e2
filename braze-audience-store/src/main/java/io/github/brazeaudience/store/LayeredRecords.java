package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The records in their layers. An update is one entry at the end of the journal, which is soon
 * written, and is kept in memory. What has gathered there is folded into the tree in the order of
 * the users, bit by bit: a page of the tree, and those above it, are then written once for many
 * changes and not for each. Confined to the store's thread.
 */
final class LayeredRecords {
  /**
   * How many records are folded into the tree with one commit. Each takes a page of up to 16 KB
   * into memory until then.
   */
  private static final int FOLDED_AT_ONCE = 512;

  private final StoreFile file;
  private final MVMap<Long, JournalEntry> journal;
  private RecentRecords recent = new RecentRecords();
  private Folding folding;
  private long nextEntry;

  private LayeredRecords(StoreFile file) {
    this.file = file;
    this.journal = file.journal();
    RecentRecords left = new RecentRecords();
    journal.forEach(
        (number, entry) -> {
          left.add(entry);
          nextEntry = number + 1;
        });
    this.folding = new Folding(left, nextEntry);
    if (left.fullness() >= 1 && !file.isReadOnly()) {
      fold(left.size());
    }
  }

  static LayeredRecords open(Path path, int cacheMegabytes, boolean sync, boolean readOnly) {
    StoreFile file =
        new StoreFile(path, new StoreOpening(path, cacheMegabytes, readOnly).open(), sync);
    try {
      return file.reading(() -> new LayeredRecords(file));
    } catch (RuntimeException | Error e) {
      file.abandon(e);
      throw e;
    }
  }

  Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    return file.reading(() -> found(namespace, users));
  }

  List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    return file.reading(() -> behind(namespace, after, limit));
  }

  void update(String namespace, Map<String, RecordChange> changes) {
    SortedMap<String, byte[]> changed = file.reading(() -> changed(namespace, changes));
    if (changed.isEmpty()) {
      return;
    }
    JournalEntry entry = new JournalEntry(namespace, changed);
    file.write(
        () -> {
          journal.put(nextEntry++, entry);
          recent.add(entry);
        });
  }

  /**
   * Folds as much as has to be done by the time that as much again has gathered. If that fails, the
   * next one who comes is told.
   */
  void foldSome() {
    if (file.isOpen()) {
      try {
        fold();
      } catch (RuntimeException | Error e) {
        file.abandon(e);
      }
    }
  }

  void close() {
    file.close();
  }

  private Map<String, MembershipRecord> found(String namespace, Collection<String> users) {
    Map<String, MembershipRecord> found = new HashMap<>();
    for (String user : users) {
      byte[] bytes = find(namespace, user);
      if (bytes != null) {
        found.put(user, MembershipRecord.ofBytes(bytes));
      }
    }
    return found;
  }

  private List<StoredRecord> behind(String namespace, @Nullable String after, int limit) {
    Iterator<Map.Entry<String, byte[]>> records =
        new NewestFirst(
            List.of(
                recent.behind(namespace, after),
                folding.records().behind(namespace, after),
                file.behind(namespace, after)));
    List<StoredRecord> page = new ArrayList<>();
    while (page.size() < limit && records.hasNext()) {
      Map.Entry<String, byte[]> record = records.next();
      page.add(new StoredRecord(record.getKey(), MembershipRecord.ofBytes(record.getValue())));
    }
    return page;
  }

  /** What the changes come to, without those that change nothing. */
  private SortedMap<String, byte[]> changed(String namespace, Map<String, RecordChange> changes) {
    SortedMap<String, byte[]> changed = new TreeMap<>();
    changes.forEach(
        (user, change) -> {
          byte[] bytes = find(namespace, user);
          byte[] before = bytes == null ? RecentRecords.REMOVED : bytes;
          byte[] next = change.applyToBytes(bytes);
          byte[] after = next == null ? RecentRecords.REMOVED : next;
          if (!Arrays.equals(before, after)) {
            changed.put(user, after);
          }
        });
    return changed;
  }

  private void fold() {
    if (recent.fullness() >= 1) {
      fold(folding.records().size());
      folding = new Folding(recent, nextEntry);
      recent = new RecentRecords();
      return;
    }
    int due = (int) (recent.fullness() * folding.records().size()) - folding.folded();
    if (due >= FOLDED_AT_ONCE) {
      fold(due);
    }
  }

  private void fold(int most) {
    for (int left = most; left > 0 && !folding.isDone(); left -= FOLDED_AT_ONCE) {
      int step = Math.min(left, FOLDED_AT_ONCE);
      file.write(
          () -> {
            folding.step(file, journal, step);
            file.winSpaceBack();
          });
    }
    if (folding.isDone()) {
      folding = Folding.nothing();
    }
  }

  SortedSet<String> namespaces() {
    return file.reading(
        () -> {
          SortedSet<String> names = new TreeSet<>(file.namespaces());
          names.addAll(recent.byNamespace().keySet());
          names.addAll(folding.records().byNamespace().keySet());
          return names;
        });
  }

  private byte @Nullable [] find(String namespace, String user) {
    byte[] bytes = recent.get(namespace, user);
    if (bytes == null) {
      bytes = folding.records().get(namespace, user);
    }
    if (bytes == null) {
      return file.find(namespace, user);
    }
    return RecentRecords.isRemoved(bytes) ? null : bytes;
  }

  /** Counts only. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d records in %d namespaces, %d recent changes",
        file.recordsInTrees(),
        file.namespaces().size(),
        recent.size() + folding.records().size() - folding.folded());
  }
}
