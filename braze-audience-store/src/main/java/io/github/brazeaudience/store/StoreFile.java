package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The MVStore maps of a store file, and its commits: the journal, and for each namespace a tree of
 * records. Confined to the store's thread.
 *
 * <p>A commit is atomic. MVStore writes the changed pages to free space of the file and then the
 * footer that makes the commit valid, so a process that dies in between leaves the previous commit.
 */
final class StoreFile {
  private static final String TREE = "braze-audience.blocks.";
  private static final String OVERLAY = "braze-audience.beside.";

  /** Chunks are compacted while less than this share of the file is live data. */
  private static final int MIN_PERCENT_LIVE = 60;

  /** The number of bytes that one compaction moves. It needs several times as much memory. */
  private static final int COMPACTION_BYTES = 1 << 20;

  private final LockedFile file;
  private final MVStore store;
  private final CheckedFileStore checked;
  private final boolean sync;
  private long lastCommit;
  private final Map<String, BlockTree> trees = new HashMap<>();
  private final Map<String, BlockTree> overlays = new HashMap<>();

  StoreFile(LockedFile file, MVStore store, boolean sync) {
    this.file = file;
    this.store = store;
    this.checked = (CheckedFileStore) store.getFileStore();
    this.sync = sync;
    this.lastCommit = checked.lastChunkVersion();
    // Reuse space at once. After a crash only the last commit is needed, and MVStore always keeps
    // the last five.
    store.setRetentionTime(0);
  }

  /** Opens all trees and overlays. MVStore compacts only maps that are open. */
  void openTrees() {
    for (String name : store.getMapNames()) {
      if (name.startsWith(TREE)) {
        tree(name.substring(TREE.length()));
      } else if (name.startsWith(OVERLAY)) {
        overlay(name.substring(OVERLAY.length()));
      }
    }
  }

  Journal openJournal() {
    return new Journal(store);
  }

  /**
   * Runs a read.
   *
   * @param lenient true to read damaged pages anyway
   * @throws MVStoreException if MVStore fails; it stays open
   */
  <T> T read(boolean lenient, Supplier<T> work) {
    checked.checks().lenient(lenient);
    try {
      return work.get();
    } finally {
      checked.checks().lenient(false);
    }
  }

  /** Returns true if a damaged page was read anyway. */
  boolean foundDamage() {
    return checked.checks().foundDamage();
  }

  /**
   * Returns the bytes of a record, {@link MemTable#UNREADABLE} if the page of the tree is damaged,
   * or null if neither the overlay nor the tree contains the record.
   */
  byte @Nullable [] get(String namespace, String user) {
    BlockTree overlay = overlays.get(namespace);
    byte[] bytes = overlay == null ? null : overlay.get(user);
    if (bytes != null) {
      return MemTable.isTombstone(bytes) ? null : bytes;
    }
    BlockTree tree = trees.get(namespace);
    return tree == null ? null : tree.get(user);
  }

  /**
   * Writes records and tombstones of a namespace, in the order of the users, to the tree, or to the
   * overlay if the page is damaged.
   */
  void merge(String namespace, List<Map.Entry<String, byte[]>> changes) {
    BlockTree overlay = overlays.get(namespace);
    List<Map.Entry<String, byte[]>> besides = new ArrayList<>();
    List<Map.Entry<String, byte[]>> others = new ArrayList<>();
    for (Map.Entry<String, byte[]> change : changes) {
      boolean beside = overlay != null && overlay.get(change.getKey()) != null;
      (beside ? besides : others).add(change);
    }
    besides.addAll(tree(namespace).merge(others));
    if (!besides.isEmpty()) {
      besides.sort(Map.Entry.comparingByKey());
      if (!overlay(namespace).merge(besides).isEmpty()) {
        throw Encoding.damaged("a page of the overlay");
      }
    }
  }

  /** Returns the records of a namespace after a user, from the overlay and then from the tree. */
  List<Iterator<Map.Entry<String, byte[]>>> entriesAfter(String namespace, @Nullable String user) {
    List<Iterator<Map.Entry<String, byte[]>>> sources = new ArrayList<>();
    for (Map<String, BlockTree> maps : List.of(overlays, trees)) {
      BlockTree tree = maps.get(namespace);
      if (tree != null) {
        sources.add(tree.entriesAfter(user));
      }
    }
    return sources;
  }

  /** Returns the tree of a namespace, and creates it if it is missing. */
  private BlockTree tree(String namespace) {
    return trees.computeIfAbsent(namespace, name -> new BlockTree(store, TREE + name, false));
  }

  /** Returns the overlay: records and tombstones that a damaged page of the tree cannot take. */
  private BlockTree overlay(String namespace) {
    return overlays.computeIfAbsent(namespace, name -> new BlockTree(store, OVERLAY + name, true));
  }

  Set<String> namespaces() {
    return trees.keySet();
  }

  boolean isReadOnly() {
    return store.isReadOnly();
  }

  long blocks() {
    return trees.values().stream().mapToLong(BlockTree::size).sum();
  }

  /** Runs a read. If MVStore fails, it is closed and must be opened again. */
  <T> T read(Supplier<T> work) {
    try {
      return work.get();
    } catch (MVStoreException e) {
      store.closeImmediately();
      throw StoreFailures.of(file.path(), e);
    }
  }

  /**
   * Makes changes and commits them. If anything fails, MVStore is closed, because the uncommitted
   * changes in memory must not be part of the next commit.
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

  /** Closes MVStore without a commit. */
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
    lastCommit = checked.lastChunkVersion();
  }

  /** Returns the version of the last commit in the file. */
  long lastCommit() {
    return lastCommit;
  }

  /**
   * Reclaims space: moves some live pages out of chunks that are mostly dead. Called within a
   * write. Does nothing in a damaged file, because MVStore closes itself if it reads a damaged
   * chunk.
   */
  void compactFile() {
    if (file.isDamaged()) {
      return;
    }
    try {
      store.compact(MIN_PERCENT_LIVE, COMPACTION_BYTES);
    } catch (MVStoreException e) {
      if (StoreFailures.isDamage(e)) {
        file.markDamaged();
      }
      throw e;
    }
  }

  boolean isOpen() {
    return !store.isClosed();
  }

  /** Syncs everything to the disk and closes MVStore. */
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
