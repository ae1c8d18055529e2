package io.github.brazeaudience.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
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

  /** Below this, space is won back from the parts of the file that hold the least. */
  private static final int LEAST_PERCENT_LIVE = 60;

  /** How much is moved at a time to win space back; in memory it is several times as much. */
  private static final int MOVED_BYTES = 1 << 20;

  private final Path file;
  private final MVStore store;
  private final boolean sync;
  private final Map<String, MVMap<String, byte[]>> records = new HashMap<>();
  private @Nullable Throwable failure;

  StoreFile(Path file, MVStore store, boolean sync) {
    this.file = file;
    this.store = store;
    this.sync = sync;
    // Space is free at once. A killed process needs no more than the last commit; MVStore keeps the
    // last five in any case.
    store.setRetentionTime(0);
    // Space is only won back from maps that are open.
    store.getMapNames().stream()
        .filter(name -> name.startsWith(RECORDS))
        .forEach(name -> records(name.substring(RECORDS.length())));
  }

  /** The changes that are not in the records yet, in their order. */
  MVMap<Long, JournalEntry> journal() {
    return openJournal(store);
  }

  static MVMap<Long, JournalEntry> openJournal(MVStore store) {
    return store.openMap(
        JOURNAL,
        new MVMap.Builder<Long, JournalEntry>()
            .keyType(LongDataType.INSTANCE)
            .valueType(new JournalEntryType()));
  }

  /** The record in the tree, null if there is none. */
  byte @Nullable [] find(String namespace, String user) {
    MVMap<String, byte[]> tree = records.get(namespace);
    return tree == null ? null : tree.get(user);
  }

  /** The records in the tree of a namespace behind a user, in order. */
  Iterator<Map.Entry<String, byte[]>> behind(String namespace, @Nullable String user) {
    MVMap<String, byte[]> tree = records.get(namespace);
    if (tree == null) {
      return Collections.emptyIterator();
    }
    String first = user == null ? tree.firstKey() : tree.higherKey(user);
    return first == null ? Collections.emptyIterator() : new Entries(tree.cursor(first));
  }

  /** The tree of a namespace, which begins to be if it was not. */
  MVMap<String, byte[]> records(String namespace) {
    return records.computeIfAbsent(
        namespace,
        name ->
            store.openMap(
                RECORDS + name,
                new MVMap.Builder<String, byte[]>()
                    .keyType(StringDataType.INSTANCE)
                    .valueType(ByteArrayDataType.INSTANCE)));
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

  /** Looks at the file. */
  <T> T reading(Supplier<T> work) {
    checkOpen();
    try {
      return work.get();
    } catch (MVStoreException e) {
      throw failed(e);
    }
  }

  /**
   * Makes changes that outlast the process. If anything goes wrong, the file is given up: what is
   * then in memory may not become a part of the next commit.
   */
  void write(Runnable changes) {
    checkOpen();
    if (isReadOnly()) {
      throw new IllegalStateException(
          "the membership store %s is open for reading only; open it for writing".formatted(file));
    }
    try {
      changes.run();
      commit();
    } catch (MVStoreException e) {
      abandon(e);
      throw failed(e);
    } catch (RuntimeException | Error e) {
      abandon(e);
      throw e;
    }
  }

  /** Gives the file up as it is at the last commit. */
  void abandon(Throwable cause) {
    if (failure == null) {
      failure = cause;
      store.closeImmediately();
    }
  }

  private void commit() {
    if (store.commit() < 0) {
      throw new IllegalStateException("there was nothing to commit");
    }
    if (sync) {
      store.sync();
    }
  }

  /** Moves a little of what is live out of parts that are mostly dead; a part of a write. */
  void winSpaceBack() {
    store.compact(LEAST_PERCENT_LIVE, MOVED_BYTES);
  }

  boolean isOpen() {
    return failure == null && !store.isClosed();
  }

  private void checkOpen() {
    if (failure != null) {
      throw new UncheckedIOException(
          "the membership store %s failed earlier; close it and open it again".formatted(file),
          failure instanceof IOException io ? io : new IOException(failure));
    }
    if (store.isClosed()) {
      throw StoreThread.closed(null);
    }
  }

  private RuntimeException failed(MVStoreException e) {
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_CLOSED -> StoreThread.closed(e);
      case DataUtils.ERROR_WRITING_FAILED ->
          new UncheckedIOException(
              "the membership store %s could not be written".formatted(file), new IOException(e));
      default -> StoreOpening.damaged(file, new IOException(e));
    };
  }

  /** Leaves everything on the disk, not only with the operating system. */
  void close() {
    if (isOpen()) {
      try {
        store.close();
      } catch (MVStoreException e) {
        store.closeImmediately();
        throw failed(e);
      }
    }
  }

  private record Entries(Cursor<String, byte[]> cursor)
      implements Iterator<Map.Entry<String, byte[]>> {
    @Override
    public boolean hasNext() {
      return cursor.hasNext();
    }

    @Override
    public Map.Entry<String, byte[]> next() {
      String user = cursor.next();
      return Map.entry(user, cursor.getValue());
    }
  }
}
