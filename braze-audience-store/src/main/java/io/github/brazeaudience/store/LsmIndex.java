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
 * LSM index of membership records by namespace and user. An update appends one entry to the journal
 * and adds its changes to the active {@link MemTable}. A full memtable is compacted into the trees
 * of the {@link StoreFile} in steps and in key order, so a page of a tree is written once for many
 * changes instead of once per change. Confined to the store's thread.
 */
final class LsmIndex {
  /**
   * The number of records that one commit compacts. Each record may load a page of up to 16 KB into
   * memory until the commit.
   */
  private static final int COMPACTION_STEP_RECORDS = 512;

  private final StoreFile file;
  private final MVMap<Long, JournalEntry> journal;
  private MemTable memTable = new MemTable();
  private Compaction compaction;
  private long nextEntry;

  private LsmIndex(StoreFile file) {
    this.file = file;
    MemTable recovered = new MemTable();
    this.journal =
        file.readJournal(
            entries ->
                entries.forEach(
                    (number, entry) -> {
                      recovered.add(entry);
                      nextEntry = number + 1;
                    }));
    long end = nextEntry;
    this.compaction = new Compaction(recovered, () -> removeJournalEntriesBefore(end));
    // A damaged page of the journal must not be read again, so compact its records at once.
    if ((recovered.fillRatio() >= 1 || file.foundDamage()) && !file.isReadOnly()) {
      this.compaction = new Compaction(recovered, journal::clear);
      compact(recovered.size());
    }
  }

  /**
   * Opens the index of a file. If the attempt detects damage, opens it again: {@link
   * StoreFile#compactFile} leaves a file alone that is known to be damaged.
   */
  static LsmIndex open(LockedFile file, int cacheMegabytes, boolean sync, long lastCommit) {
    boolean wasDamaged = file.isDamaged();
    try {
      return openOnce(file, cacheMegabytes, sync, lastCommit);
    } catch (UncheckedIOException e) {
      if (wasDamaged || !file.isDamaged()) {
        throw e;
      }
      return openOnce(file, cacheMegabytes, sync, lastCommit);
    }
  }

  private static LsmIndex openOnce(
      LockedFile locked, int cacheMegabytes, boolean sync, long lastCommit) {
    StoreFile file =
        new StoreFile(locked, new StoreOpener(locked, cacheMegabytes, lastCommit).open(), sync);
    try {
      return file.read(
          () -> {
            file.openTrees();
            return new LsmIndex(file);
          });
    } catch (RuntimeException | Error e) {
      file.abandon();
      throw e;
    }
  }

  Map<String, MembershipRecord> read(String namespace, Collection<String> users) {
    return file.read(
        () -> {
          Map<String, MembershipRecord> found = new HashMap<>();
          for (String user : users) {
            byte[] bytes = getOrUnreadable(namespace, user);
            if (bytes != null) {
              found.put(user, decode(bytes));
            }
          }
          return found;
        });
  }

  List<StoredRecord> page(String namespace, @Nullable String after, int limit) {
    return file.read(
        () -> {
          Iterator<Map.Entry<String, byte[]>> records = mergedAfter(namespace, after);
          List<StoredRecord> page = new ArrayList<>();
          while (page.size() < limit && records.hasNext()) {
            Map.Entry<String, byte[]> record = records.next();
            page.add(new StoredRecord(record.getKey(), decode(record.getValue())));
          }
          return page;
        });
  }

  private Iterator<Map.Entry<String, byte[]>> mergedAfter(String namespace, @Nullable String user) {
    List<Iterator<Map.Entry<String, byte[]>>> newestFirst = new ArrayList<>();
    newestFirst.add(memTable.entriesAfter(namespace, user));
    newestFirst.add(compaction.memTable().entriesAfter(namespace, user));
    newestFirst.addAll(file.entriesAfter(namespace, user));
    return new MergingIterator(newestFirst);
  }

  SortedSet<String> namespaces() {
    return file.read(
        () -> {
          SortedSet<String> names = new TreeSet<>(file.namespaces());
          names.addAll(memTable.namespaces());
          names.addAll(compaction.memTable().namespaces());
          return names;
        });
  }

  void update(String namespace, Map<String, RecordChange> changes) {
    SortedMap<String, byte[]> changed = file.read(() -> changedRecords(namespace, changes));
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

  /** Applies the changes, and returns the records that differ from the present ones. */
  private SortedMap<String, byte[]> changedRecords(
      String namespace, Map<String, RecordChange> changes) {
    SortedMap<String, byte[]> changed = new TreeMap<>();
    changes.forEach(
        (user, change) -> {
          byte[] present = getOrUnreadable(namespace, user);
          byte[] before = present == null ? MemTable.TOMBSTONE : present;
          byte[] result = change.applyToBytes(present);
          byte[] after = result == null ? MemTable.TOMBSTONE : result;
          if (!Arrays.equals(before, after)) {
            changed.put(user, after);
          }
        });
    return changed;
  }

  /**
   * Runs the compaction steps that are due, so it ends before the active memtable is full. If a
   * step fails, the file is closed. The next operation opens it again, and fails too if the cause
   * persists.
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

  private void compact() {
    if (memTable.fillRatio() >= 1) {
      compact(compaction.memTable().size());
      long end = nextEntry;
      compaction = new Compaction(memTable, () -> removeJournalEntriesBefore(end));
      memTable = new MemTable();
      return;
    }
    int due = (int) (memTable.fillRatio() * compaction.memTable().size()) - compaction.compacted();
    if (due >= COMPACTION_STEP_RECORDS) {
      compact(due);
    }
  }

  private void compact(int maxRecords) {
    for (int left = maxRecords; left > 0 && !compaction.isDone(); left -= COMPACTION_STEP_RECORDS) {
      int step = Math.min(left, COMPACTION_STEP_RECORDS);
      file.write(
          () -> {
            compaction.step(file, step);
            file.compactFile();
          });
    }
    if (compaction.isDone()) {
      compaction = Compaction.none();
    }
  }

  /** Removes the journal entries whose changes are in the trees. */
  private void removeJournalEntriesBefore(long end) {
    Long first = journal.firstKey();
    while (first != null && first < end) {
      journal.remove(first);
      first = journal.higherKey(first);
    }
  }

  /** Returns the bytes of a record, or {@link MemTable#UNREADABLE} if its page is damaged. */
  private byte @Nullable [] getOrUnreadable(String namespace, String user) {
    try {
      return get(namespace, user);
    } catch (MVStoreException e) {
      if (StoreFailures.isDamage(e)) {
        return MemTable.UNREADABLE;
      }
      throw e;
    }
  }

  private byte @Nullable [] get(String namespace, String user) {
    byte[] bytes = memTable.get(namespace, user);
    if (bytes == null) {
      bytes = compaction.memTable().get(namespace, user);
    }
    if (bytes == null) {
      return file.get(namespace, user);
    }
    return MemTable.isTombstone(bytes) ? null : bytes;
  }

  private MembershipRecord decode(byte[] bytes) {
    MembershipRecord record = MembershipRecord.ofBytes(bytes);
    return record
        .damage()
        .map(damage -> MembershipRecord.damaged("in %s: %s".formatted(file, damage)))
        .orElse(record);
  }

  void close() {
    file.close();
  }

  /** Returns false after a failure; the file must be opened again. */
  boolean isOpen() {
    return file.isOpen();
  }

  /** Returns the version of the last commit in the file. */
  long lastCommit() {
    return file.lastCommit();
  }

  /** Contains counts only. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d records in %d namespaces, %d recent changes",
        file.treeSize(),
        file.namespaces().size(),
        memTable.size() + compaction.memTable().size() - compaction.compacted());
  }
}
