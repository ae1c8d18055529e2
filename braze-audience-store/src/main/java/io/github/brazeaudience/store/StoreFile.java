package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Content of the store's file: the journal and one tree of records per namespace.
 *
 * <p>MVStore is copy-on-write: a commit writes the changed pages to free space and then the
 * metadata that refers to them. A crash in between leaves the previous commit.
 */
final class StoreFile {
  static final String JOURNAL = "braze-audience.journal";
  private static final String RECORDS = "braze-audience.records.";
  private static final String BESIDE = "braze-audience.beside.";

  /** The fill rate in percent below which the file is compacted. */
  private static final int LEAST_PERCENT_LIVE = 60;

  /** The bytes to move per compaction. They take several times as much memory. */
  private static final int MOVED_BYTES = 1 << 20;

  private final LockedFile file;
  private final MVStore store;
  private final CheckedFileStore checked;
  private final boolean sync;
  private final Map<String, MVMap<String, byte[]>> records = new HashMap<>();
  private final Map<String, MVMap<String, byte[]>> besides = new HashMap<>();

  StoreFile(LockedFile file, MVStore store, boolean sync) {
    this.file = file;
    this.store = store;
    this.checked = (CheckedFileStore) store.getFileStore();
    this.sync = sync;
    // Reuse space immediately. Recovery needs the last commit only, and MVStore keeps five anyway.
    store.setRetentionTime(0);
  }

  /** Opens the maps of records, because MVStore compacts open maps only. */
  void openRecords() {
    for (String name : store.getMapNames()) {
      if (name.startsWith(RECORDS)) {
        records(name.substring(RECORDS.length()));
      } else if (name.startsWith(BESIDE)) {
        beside(name.substring(BESIDE.length()));
      }
    }
  }

  /**
   * Reads the journal and returns it. Damaged pages are read too, because the entries have their
   * own checksums.
   */
  MVMap<Long, JournalEntry> readingJournal(Consumer<MVMap<Long, JournalEntry>> reader) {
    try {
      MVMap<Long, JournalEntry> journal = openJournal(store);
      // Read the whole journal before any entry is used.
      journal.forEach((number, entry) -> {});
      reader.accept(journal);
      return journal;
    } catch (MVStoreException e) {
      if (!StoreFailures.isDamage(e)) {
        throw e;
      }
    }
    checked.checks().lenient(true);
    try {
      MVMap<Long, JournalEntry> journal = openJournal(store);
      reader.accept(journal);
      return journal;
    } finally {
      checked.checks().lenient(false);
    }
  }

  /** Returns true if a damaged page was read. */
  boolean foundDamage() {
    return checked.checks().foundDamage();
  }

  static MVMap<Long, JournalEntry> openJournal(MVStore store) {
    return store.openMap(
        JOURNAL,
        new MVMap.Builder<Long, JournalEntry>()
            .keyType(LongDataType.INSTANCE)
            .valueType(new JournalEntryType()));
  }

  /**
   * Returns the record in the tree, null if there is none.
   *
   * @throws MVStoreException if that part of the tree is damaged
   */
  byte @Nullable [] find(String namespace, String user) {
    MVMap<String, byte[]> beside = besides.get(namespace);
    byte[] bytes = beside == null ? null : beside.get(user);
    if (bytes != null) {
      return MemTable.isTombstone(bytes) ? null : bytes;
    }
    MVMap<String, byte[]> tree = records.get(namespace);
    return tree == null ? null : tree.get(user);
  }

  /** Writes a record to the tree, or to a second tree if that part of the first one is damaged. */
  void put(String namespace, String user, byte[] bytes) {
    MVMap<String, byte[]> beside = besides.get(namespace);
    if (beside != null && beside.containsKey(user)) {
      beside.put(user, bytes);
      return;
    }
    try {
      if (MemTable.isTombstone(bytes)) {
        records(namespace).remove(user);
      } else {
        records(namespace).put(user, bytes);
      }
    } catch (MVStoreException e) {
      if (!StoreFailures.isDamage(e)) {
        throw e;
      }
      beside(namespace).put(user, bytes);
    }
  }

  /** The records of a namespace after a user, in order: the second tree first. */
  List<Iterator<Map.Entry<String, byte[]>>> after(String namespace, @Nullable String user) {
    List<Iterator<Map.Entry<String, byte[]>>> sources = new ArrayList<>();
    for (Map<String, MVMap<String, byte[]>> maps : List.of(besides, records)) {
      MVMap<String, byte[]> map = maps.get(namespace);
      if (map != null) {
        sources.add(new TreeEntries(map, user));
      }
    }
    return sources;
  }

  /** Returns the tree of a namespace, and creates it if necessary. */
  MVMap<String, byte[]> records(String namespace) {
    return records.computeIfAbsent(namespace, name -> openRecords(RECORDS + name));
  }

  /** Returns the second tree of a namespace, for records in damaged parts of the first one. */
  private MVMap<String, byte[]> beside(String namespace) {
    return besides.computeIfAbsent(namespace, name -> openRecords(BESIDE + name));
  }

  private MVMap<String, byte[]> openRecords(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, byte[]>()
            .keyType(StringDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  Set<String> namespaces() {
    return records.keySet();
  }

  boolean isReadOnly() {
    return store.isReadOnly();
  }

  long recordsInTrees() {
    return records.values().stream().mapToLong(MVMap::sizeAsLong).sum();
  }

  /** Reads from the file. After an I/O failure the file has to be opened again. */
  <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (MVStoreException e) {
      store.closeImmediately();
      throw StoreFailures.of(file.path(), e);
    }
  }

  /**
   * Applies changes and commits them. After a failure the file is abandoned, because the changes in
   * memory must not become part of the next commit.
   */
  void write(Runnable changes) {
    if (isReadOnly()) {
      throw new IllegalStateException(
          "the membership store %s is open for reading only; open it for writing".formatted(file));
    }
    try {
      changes.run();
      commit();
    } catch (MVStoreException e) {
      store.closeImmediately();
      throw StoreFailures.of(file.path(), e);
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  /** Closes MVStore without another commit. */
  void abandon() {
    store.closeImmediately();
  }

  private void commit() {
    if (store.commit() < 0) {
      throw new IllegalStateException("nothing to commit");
    }
    if (sync) {
      store.sync();
    }
    checked.mark();
  }

  /** The number of the last marked commit. */
  long committed() {
    return checked.checks().marked();
  }

  /**
   * Moves some live pages out of chunks with a low fill rate. Called within a write. A damaged file
   * is not compacted, because MVStore closes itself when it finds damage.
   */
  void compactFile() {
    if (file.isDamaged()) {
      return;
    }
    try {
      store.compact(LEAST_PERCENT_LIVE, MOVED_BYTES);
    } catch (MVStoreException e) {
      if (StoreFailures.isDamage(e)) {
        file.foundDamage();
      }
      throw e;
    }
  }

  boolean isOpen() {
    return !store.isClosed();
  }

  /** Flushes everything to the disk. */
  void close() {
    if (isOpen()) {
      try {
        store.close();
      } catch (MVStoreException e) {
        store.closeImmediately();
        throw StoreFailures.of(file.path(), e);
      }
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
