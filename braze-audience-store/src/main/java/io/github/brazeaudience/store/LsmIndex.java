package io.github.brazeaudience.store;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.io.UncheckedIOException;
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
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The records in their layers. An update is one entry at the end of the journal, which is soon
 * written, and is kept in memory. What has gathered there is movedRecords into the tree in the order of
 * the users, bit by bit: a page of the tree, and those above it, are then written once for many
 * changes and not for each. Confined to the store's thread.
 */
final class LsmIndex {
  /**
   * How many records are movedRecords into the tree with one commit. Each takes a page of up to 16 KB
   * into memory until then.
   */
  private static final int COMPACTION_STEP_RECORDS = 512;

  private final StoreFile file;
  private final MVMap<Long, JournalEntry> journal;
  private MemTable recent = new MemTable();
  private Compaction compaction;
  private long nextEntry;

  private LsmIndex(StoreFile file) {
    this.file = file;
    MemTable left = new MemTable();
    this.journal =
        file.readJournal(
            entries ->
                entries.forEach(
                    (number, entry) -> {
                      left.add(entry);
                      nextEntry = number + 1;
                    }));
    long end = nextEntry;
    this.compaction = new Compaction(left, () -> forget(end));
    // A damaged page of the journal is not read again: its records move to the tree at once.
    if ((left.fillRatio() >= 1 || file.foundDamage()) && !file.isReadOnly()) {
      this.compaction = new Compaction(left, journal::clear);
      compact(left.size());
    }
  }

  /** Opens a file; once more if it is found to be damaged, because more is left alone then. */
  static LsmIndex open(LockedFile file, int cacheMegabytes, boolean sync, long committed) {
    boolean wasDamaged = file.isDamaged();
    try {
      return openOnce(file, cacheMegabytes, sync, committed);
    } catch (UncheckedIOException e) {
      if (wasDamaged || !file.isDamaged()) {
        throw e;
      }
      return openOnce(file, cacheMegabytes, sync, committed);
    }
  }

  private static LsmIndex openOnce(
      LockedFile locked, int cacheMegabytes, boolean sync, long committed) {
    StoreFile file =
        new StoreFile(locked, new StoreOpener(locked, cacheMegabytes, committed).open(), sync);
    try {
      return file.reading(
          () -> {
            file.openRecords();
            return new LsmIndex(file);
          });
    } catch (RuntimeException | Error e) {
      file.abandon();
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
   * file is opened again by the next operation, which fails too if the cause is still there.
   */
  void compactSome() {
    if (file.isOpen()) {
      try {
        compact();
      } catch (RuntimeException | Error e) {
        file.abandon();
      }
    }
  }

  void close() {
    file.close();
  }

  /** False after a failure; the file is then to be opened again. */
  boolean isOpen() {
    return file.isOpen();
  }

  /** The last commit in the file. */
  long committed() {
    return file.committed();
  }

  private Map<String, MembershipRecord> found(String namespace, Collection<String> users) {
    Map<String, MembershipRecord> found = new HashMap<>();
    for (String user : users) {
      byte[] bytes = findOrUnreadable(namespace, user);
      if (bytes != null) {
        found.put(user, record(bytes));
      }
    }
    return found;
  }

  /**
   * The bytes of a record; of one in a part of the file that is damaged, some that are no record.
   */
  private byte @Nullable [] findOrUnreadable(String namespace, String user) {
    try {
      return find(namespace, user);
    } catch (MVStoreException e) {
      if (StoreFailures.isDamage(e)) {
        return MemTable.UNREADABLE;
      }
      throw e;
    }
  }

  private MembershipRecord record(byte[] bytes) {
    MembershipRecord record = MembershipRecord.ofBytes(bytes);
    return record
        .damage()
        .map(damage -> MembershipRecord.damaged("in %s: %s".formatted(file, damage)))
        .orElse(record);
  }

  private List<StoredRecord> behind(String namespace, @Nullable String after, int limit) {
    List<Iterator<Map.Entry<String, byte[]>>> newestFirst = new ArrayList<>();
    newestFirst.add(recent.behind(namespace, after));
    newestFirst.add(compaction.records().behind(namespace, after));
    newestFirst.addAll(file.behind(namespace, after));
    Iterator<Map.Entry<String, byte[]>> records = new MergingIterator(newestFirst);
    List<StoredRecord> page = new ArrayList<>();
    while (page.size() < limit && records.hasNext()) {
      Map.Entry<String, byte[]> record = records.next();
      page.add(new StoredRecord(record.getKey(), record(record.getValue())));
    }
    return page;
  }

  /** What the changes come to, without those that change nothing. */
  private SortedMap<String, byte[]> changed(String namespace, Map<String, RecordChange> changes) {
    SortedMap<String, byte[]> changed = new TreeMap<>();
    changes.forEach(
        (user, change) -> {
          byte[] bytes = findOrUnreadable(namespace, user);
          byte[] before = bytes == null ? MemTable.TOMBSTONE : bytes;
          byte[] next = change.applyToBytes(bytes);
          byte[] after = next == null ? MemTable.TOMBSTONE : next;
          if (!Arrays.equals(before, after)) {
            changed.put(user, after);
          }
        });
    return changed;
  }

  private void compact() {
    if (recent.fillRatio() >= 1) {
      compact(compaction.records().size());
      long end = nextEntry;
      compaction = new Compaction(recent, () -> forget(end));
      recent = new MemTable();
      return;
    }
    int due = (int) (recent.fillRatio() * compaction.records().size()) - compaction.movedRecords();
    if (due >= COMPACTION_STEP_RECORDS) {
      compact(due);
    }
  }

  private void compact(int most) {
    for (int left = most; left > 0 && !compaction.isDone(); left -= COMPACTION_STEP_RECORDS) {
      int step = Math.min(left, COMPACTION_STEP_RECORDS);
      file.write(
          () -> {
            compaction.step(file, step);
            file.compactFile();
          });
    }
    if (compaction.isDone()) {
      compaction = Compaction.nothing();
    }
  }

  /** Removes the journal entries whose changes are in the tree. */
  private void forget(long end) {
    Long first = journal.firstKey();
    while (first != null && first < end) {
      journal.remove(first);
      first = journal.higherKey(first);
    }
  }

  SortedSet<String> namespaces() {
    return file.reading(
        () -> {
          SortedSet<String> names = new TreeSet<>(file.namespaces());
          names.addAll(recent.byNamespace().keySet());
          names.addAll(compaction.records().byNamespace().keySet());
          return names;
        });
  }

  private byte @Nullable [] find(String namespace, String user) {
    byte[] bytes = recent.get(namespace, user);
    if (bytes == null) {
      bytes = compaction.records().get(namespace, user);
    }
    if (bytes == null) {
      return file.find(namespace, user);
    }
    return MemTable.isTombstone(bytes) ? null : bytes;
  }

  /** Counts only. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d records in %d namespaces, %d recent changes",
        file.treeSize(),
        file.namespaces().size(),
        recent.size() + compaction.records().size() - compaction.movedRecords());
  }
}
