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
 * The file: the journal, a tree of records for each namespace, and commits. Confined to the store's
 * thread.
 *
 * <p>MVStore writes what has changed into a free place of the file and, behind it, what makes it
 * count; a process that dies in between leaves the last commit.
 */
final class StoreFile {
  static final String JOURNAL = "braze-audience.journal";
  private static final String RECORDS = "braze-audience.records.";
  private static final String BESIDE = "braze-audience.beside.";

  /** Below this, space is won back from the parts of the file that hold the least. */
  private static final int LEAST_PERCENT_LIVE = 60;

  /** How much is moved at a time to win space back; in memory it is several times as much. */
  private static final int MOVED_BYTES = 1 << 20;

  private final LockedFile file;
  private final MVStore store;
  private final CheckedFileStore checked;
  private final boolean sync;
  private long committed;
  private final Map<String, MVMap<String, byte[]>> records = new HashMap<>();
  private final Map<String, MVMap<String, byte[]>> besides = new HashMap<>();

  StoreFile(LockedFile file, MVStore store, boolean sync) {
    this.file = file;
    this.store = store;
    this.checked = (CheckedFileStore) store.getFileStore();
    this.sync = sync;
    this.committed = checked.lastChunkVersion();
    // Space is free at once. A killed process needs no more than the last commit; MVStore keeps the
    // last five in any case.
    store.setRetentionTime(0);
  }

  /** Opens the maps of records. Space is only won back from maps that are open. */
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
   * The changes that are not in the records yet, in their order. If a page of them is damaged they
   * are read nevertheless: what is damaged shows in their own checksums.
   */
  MVMap<Long, JournalEntry> readJournal(Consumer<MVMap<Long, JournalEntry>> reader) {
    try {
      MVMap<Long, JournalEntry> journal = openJournal(store);
      // Nothing is taken from a journal that cannot be read to its end.
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

  /** Whether something damaged was read nevertheless. */
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
   * The record in the tree, null if there is none.
   *
   * @throws MVStoreException if the part of the tree that may have it is damaged
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

  /** Changes a record in the tree, or beside it where the tree is damaged. */
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

  /** The records of a namespace behind a user, in order: those beside the tree, and the tree. */
  List<Iterator<Map.Entry<String, byte[]>>> behind(String namespace, @Nullable String user) {
    List<Iterator<Map.Entry<String, byte[]>>> sources = new ArrayList<>();
    for (Map<String, MVMap<String, byte[]>> maps : List.of(besides, records)) {
      MVMap<String, byte[]> map = maps.get(namespace);
      if (map != null) {
        sources.add(new TreeIterator(map, user));
      }
    }
    return sources;
  }

  /** The tree of a namespace, which begins to be if it was not. */
  MVMap<String, byte[]> records(String namespace) {
    return records.computeIfAbsent(namespace, name -> openRecords(RECORDS + name));
  }

  /** Records of a namespace that could not be put into a damaged part of the tree. */
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

  long treeSize() {
    return records.values().stream().mapToLong(MVMap::sizeAsLong).sum();
  }

  /** Looks at the file. If the disk fails, the file is given up, to be opened again. */
  <T> T reading(Supplier<T> work) {
    try {
      return work.get();
    } catch (MVStoreException e) {
      store.closeImmediately();
      throw StoreFailures.of(file.path(), e);
    }
  }

  /**
   * Makes changes that outlast the process. If anything goes wrong, the file is given up: what is
   * then in memory may not become a part of the next commit.
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

  /** Gives the file up as it is at the last commit. */
  void abandon() {
    store.closeImmediately();
  }

  private void commit() {
    if (store.commit() < 0) {
      throw new IllegalStateException("there was nothing to commit");
    }
    if (sync) {
      store.sync();
    }
    checked.writeHeader();
    committed = checked.lastChunkVersion();
  }

  /** The last commit that is known to be in the file. */
  long committed() {
    return committed;
  }

  /**
   * Moves a little of what is live out of parts that are mostly dead; a part of a write. MVStore
   * closes itself when it comes upon a damaged part, so that no more is moved in a damaged file.
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

  /** Leaves everything on the disk, not only with the operating system. */
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
