package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Compaction of a full {@link MemTable} into the tree, in steps and in the order of namespaces and
 * users. The records stay readable here until the last step.
 */
final class Compaction {
  private final MemTable records;
  private final Runnable done;
  private final Iterator<Map.Entry<String, NavigableMap<String, byte[]>>> namespaces;
  private Iterator<Map.Entry<String, byte[]>> users = Collections.emptyIterator();
  private String namespace = "";
  private int compacted;

  /**
   * Starts a compaction.
   *
   * @param done removes the journal entries of the records; runs in the last step
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

  int compacted() {
    return compacted;
  }

  boolean isDone() {
    return compacted == records.size();
  }

  /** Writes the next records to the tree. The last step also removes the journal entries. */
  void step(StoreFile file, int limit) {
    for (int left = limit; left > 0 && !isDone(); left--) {
      while (!users.hasNext()) {
        Map.Entry<String, NavigableMap<String, byte[]>> next = namespaces.next();
        namespace = next.getKey();
        users = next.getValue().entrySet().iterator();
      }
      Map.Entry<String, byte[]> record = users.next();
      file.put(namespace, record.getKey(), record.getValue());
      compacted++;
    }
    if (isDone()) {
      done.run();
    }
  }
}
