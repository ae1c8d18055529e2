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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * LSM index of membership records by namespace and user. An update appends one entry to the journal
 * and adds its changes to the active {@link MemTable}. A full memtable is compacted into the trees
 * of the {@link StoreFile} in steps and in key order, so a page of a tree is written once for many
 * changes instead of once per change. Confined to the store's thread.
 */
final class LsmIndex {
  private final StoreFile file;
  private final MemTableLimits limits;
  private final Journal journal;
  private final ReadCache readCache = new ReadCache();
  private MemTable memTable;
  private Compaction compaction;

  private LsmIndex(StoreFile file, MemTableLimits limits) {
    this.file = file;
    this.limits = limits;
    Recovery recovery = Recovery.run(file, limits);
    this.journal = recovery.journal();
    this.memTable = new MemTable(limits);
    this.compaction = compactionOf(recovery.memTable());
  }

  /** Returns the compaction of a memtable whose changes are all changes in the journal so far. */
  private Compaction compactionOf(MemTable full) {
    long end = journal.end();
    return new Compaction(full, () -> journal.removeBefore(end));
  }

  /**
   * Opens the index of a file. If the attempt detects damage, opens it again: {@link
   * StoreFile#compactFile} leaves a file alone that is known to be damaged.
   */
  static LsmIndex open(LockedFile file, StoreSettings settings, long lastCommit) {
    boolean wasDamaged = file.isDamaged();
    try {
      return openOnce(file, settings, lastCommit);
    } catch (UncheckedIOException e) {
      if (wasDamaged || !file.isDamaged()) {
        throw e;
      }
      return openOnce(file, settings, lastCommit);
    }
  }

  private static LsmIndex openOnce(LockedFile locked, StoreSettings settings, long lastCommit) {
    StoreFile file =
        new StoreFile(
            locked,
            new StoreOpener(locked, settings.cacheMegabytes(), lastCommit).open(),
            settings.syncUpdates());
    try {
      return file.read(
          () -> {
            file.openTrees();
            return new LsmIndex(file, settings.memTable());
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
            byte[] bytes = get(namespace, user);
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
    Map<String, byte[]> changed = file.read(() -> changedRecords(namespace, changes));
    if (changed.isEmpty()) {
      return;
    }
    JournalEntry entry = JournalEntry.of(namespace, changed);
    file.write(
        () -> {
          journal.append(entry);
          memTable.add(namespace, changed);
          readCache.removeAll(changed.keySet());
        });
  }

  /** Applies the changes, and returns the records that differ from the present ones. */
  private Map<String, byte[]> changedRecords(String namespace, Map<String, RecordChange> changes) {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    changes.forEach(
        (user, change) -> {
          byte[] present = get(namespace, user);
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
    if (memTable.isFull()) {
      compaction.run(file, compaction.memTable().size());
      compaction = compactionOf(memTable);
      memTable = new MemTable(limits);
      return;
    }
    int due = (int) (memTable.fillRatio() * compaction.memTable().size()) - compaction.compacted();
    if (due >= Compaction.STEP_RECORDS) {
      compaction.run(file, due);
      compaction = compaction.isDone() ? Compaction.none() : compaction;
    }
  }

  /** Returns the bytes of a record, or {@link MemTable#UNREADABLE} if its page is damaged. */
  private byte @Nullable [] get(String namespace, String user) {
    byte[] bytes = memTable.get(namespace, user);
    if (bytes == null) {
      bytes = compaction.memTable().get(namespace, user);
    }
    if (bytes == null) {
      bytes = readCache.get(namespace, user);
    }
    if (bytes == null) {
      byte[] read = file.get(namespace, user);
      readCache.put(namespace, user, read == null ? MemTable.TOMBSTONE : read);
      return read;
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

  Counts counts() {
    return new Counts(
        file.blocks(),
        file.namespaces().size(),
        memTable.size() + compaction.memTable().size() - compaction.compacted());
  }

  /** Size of an index at one time. */
  record Counts(long blocks, int namespaces, int recentChanges) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d blocks in %d namespaces, %d recent changes",
          blocks,
          namespaces,
          recentChanges);
    }
  }
}
