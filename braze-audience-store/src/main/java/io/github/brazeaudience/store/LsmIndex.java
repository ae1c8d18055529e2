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
 * Log-structured merge index of the records. An update appends one entry to the journal and is kept
 * in a {@link MemTable}. A full table is compacted into the tree in the order of the users, in
 * small steps, so a page of the tree is written once for many changes.
 */
final class LsmIndex {
  /** Records per compaction step and commit. Each can load a page of up to 16 KB into memory. */
  private static final int RECORDS_PER_STEP = 512;

  private final StoreFile file;
  private final MVMap<Long, JournalEntry> journal;
  private MemTable memTable = new MemTable();
  private Compaction compaction;
  private long nextEntry;

  private LsmIndex(StoreFile file) {
    this.file = file;
    MemTable left = new MemTable();
    this.journal =
        file.readingJournal(
            entries ->
                entries.forEach(
                    (number, entry) -> {
                      left.add(entry);
                      nextEntry = number + 1;
                    }));
    long end = nextEntry;
    this.compaction = new Compaction(left, () -> forget(end));
    // The journal has a damaged page: move its entries to the tree now, without reading it again.
    if ((left.fullness() >= 1 || file.foundDamage()) && !file.isReadOnly()) {
      this.compaction = new Compaction(left, journal::clear);
      compact(left.size());
    }
  }

  /** Opens a file. If damage is found, retries in the mode for damaged files. */
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
    return file.reading(() -> pageAfter(namespace, after, limit));
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
          memTable.add(entry);
        });
  }

  /**
   * Runs compaction steps in proportion to the fill level of the table, so the compaction ends
   * before the table is full. After a failure the next operation opens the file again and fails if
   * the cause persists.
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

  /** Returns false after a failure, when the file has to be opened again. */
  boolean isOpen() {
    return file.isOpen();
  }

  /** The number of the last commit in the file. */
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
   * Returns the bytes of a record, {@link MemTable#UNREADABLE} if that part of the file is damaged.
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

  private List<StoredRecord> pageAfter(String namespace, @Nullable String after, int limit) {
    List<Iterator<Map.Entry<String, byte[]>>> newestFirst = new ArrayList<>();
    newestFirst.add(memTable.after(namespace, after));
    newestFirst.add(compaction.records().after(namespace, after));
    newestFirst.addAll(file.after(namespace, after));
    Iterator<Map.Entry<String, byte[]>> records = new MergingIterator(newestFirst);
    List<StoredRecord> page = new ArrayList<>();
    while (page.size() < limit && records.hasNext()) {
      Map.Entry<String, byte[]> record = records.next();
      page.add(new StoredRecord(record.getKey(), record(record.getValue())));
    }
    return page;
  }

  /** Applies the changes and returns the records that differ. */
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
    if (memTable.fullness() >= 1) {
      compact(compaction.records().size());
      long end = nextEntry;
      compaction = new Compaction(memTable, () -> forget(end));
      memTable = new MemTable();
      return;
    }
    int due = (int) (memTable.fullness() * compaction.records().size()) - compaction.compacted();
    if (due >= RECORDS_PER_STEP) {
      compact(due);
    }
  }

  private void compact(int limit) {
    for (int left = limit; left > 0 && !compaction.isDone(); left -= RECORDS_PER_STEP) {
      int step = Math.min(left, RECORDS_PER_STEP);
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
          names.addAll(memTable.byNamespace().keySet());
          names.addAll(compaction.records().byNamespace().keySet());
          return names;
        });
  }

  private byte @Nullable [] find(String namespace, String user) {
    byte[] bytes = memTable.get(namespace, user);
    if (bytes == null) {
      bytes = compaction.records().get(namespace, user);
    }
    if (bytes == null) {
      return file.find(namespace, user);
    }
    return MemTable.isTombstone(bytes) ? null : bytes;
  }

  /** Contains counts only. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d records in %d namespaces, %d changes to compact",
        file.recordsInTrees(),
        file.namespaces().size(),
        memTable.size() + compaction.records().size() - compaction.compacted());
  }
}
