package io.github.brazeaudience.store;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Incremental compaction of a memtable into the trees, ordered by namespace and user. The memtable
 * stays readable until all its records are in the trees.
 */
final class Compaction {
  /**
   * The number of records that one commit compacts. Each record may load a page of about 4 KB into
   * memory until the commit.
   */
  static final int STEP_RECORDS = 2_048;

  private final MemTable memTable;
  private final Runnable onDone;
  private final Iterator<String> namespaces;
  private List<Map.Entry<String, byte[]>> users = List.of();
  private int next;
  private String namespace = "";
  private int compacted;

  /**
   * Starts a compaction.
   *
   * @param memTable the records to write to the trees; no longer changed
   * @param onDone called after the last record; removes the journal entries of the memtable
   */
  Compaction(MemTable memTable, Runnable onDone) {
    this.memTable = memTable;
    this.onDone = onDone;
    this.namespaces = memTable.namespaces().iterator();
  }

  /** Returns a finished compaction of an empty memtable. */
  static Compaction none() {
    return new Compaction(new MemTable(MemTableLimits.NONE), () -> {});
  }

  MemTable memTable() {
    return memTable;
  }

  /** Returns the number of records that have been written to the trees. */
  int compacted() {
    return compacted;
  }

  boolean isDone() {
    return compacted == memTable.size();
  }

  /** Writes the next records to the trees in steps, each with a commit. */
  void run(StoreFile file, int maxRecords) {
    for (int left = maxRecords; left > 0 && !isDone(); left -= STEP_RECORDS) {
      int step = Math.min(left, STEP_RECORDS);
      file.write(
          () -> {
            step(file, step);
            file.compactFile();
          });
    }
  }

  /** Writes the next records to the trees, and removes their journal entries after the last. */
  private void step(StoreFile file, int maxRecords) {
    for (int left = maxRecords; left > 0 && !isDone(); ) {
      if (next == users.size()) {
        namespace = namespaces.next();
        users = memTable.sorted(namespace);
        next = 0;
      }
      int end = Math.min(users.size(), next + left);
      file.merge(namespace, users.subList(next, end));
      compacted += end - next;
      left -= end - next;
      next = end;
    }
    if (isDone()) {
      onDone.run();
    }
  }
}
