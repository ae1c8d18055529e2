package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Changes on their way from the journal into the tree, in the order of namespaces and users. They
 * stay readable here until all of them are there.
 */
final class Compaction {
  private final MemTable records;
  private final Runnable done;
  private final Iterator<Map.Entry<String, NavigableMap<String, byte[]>>> namespaces;
  private Iterator<Map.Entry<String, byte[]>> users = Collections.emptyIterator();
  private String namespace = "";
  private int movedRecords;

  /**
   * Starts compaction.
   *
   * @param records the records to fold
   * @param done called after the last record; removes its journal entries
   */
  Compaction(MemTable records, Runnable done) {
    this.records = records;
    this.done = done;
    this.namespaces = records.byNamespace().entrySet().iterator();
  }

  static Compaction nothing() {
    return new Compaction(new MemTable(), () -> {});
  }

  MemTable records() {
    return records;
  }

  int movedRecords() {
    return movedRecords;
  }

  boolean isDone() {
    return movedRecords == records.size();
  }

  /** Puts the next records into the tree; with the last one their journal entries go. */
  void step(StoreFile file, int most) {
    for (int left = most; left > 0 && !isDone(); left--) {
      while (!users.hasNext()) {
        Map.Entry<String, NavigableMap<String, byte[]>> next = namespaces.next();
        namespace = next.getKey();
        users = next.getValue().entrySet().iterator();
      }
      Map.Entry<String, byte[]> record = users.next();
      file.put(namespace, record.getKey(), record.getValue());
      movedRecords++;
    }
    if (isDone()) {
      done.run();
    }
  }
}
