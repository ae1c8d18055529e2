package io.github.brazeaudience.store;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.h2.mvstore.MVMap;

/**
 * Changes on their way from the journal into the tree, in the order of namespaces and users. They
 * stay readable here until all of them are there.
 */
final class Folding {
  private final RecentRecords records;
  private final long endInJournal;
  private final Iterator<Map.Entry<String, NavigableMap<String, byte[]>>> namespaces;
  private Iterator<Map.Entry<String, byte[]>> users = Collections.emptyIterator();
  private String namespace = "";
  private int folded;

  /**
   * Begins.
   *
   * @param records what is to be folded
   * @param endInJournal the first journal entry whose changes are not in it
   */
  Folding(RecentRecords records, long endInJournal) {
    this.records = records;
    this.endInJournal = endInJournal;
    this.namespaces = records.byNamespace().entrySet().iterator();
  }

  static Folding nothing() {
    return new Folding(new RecentRecords(), 0);
  }

  RecentRecords records() {
    return records;
  }

  int folded() {
    return folded;
  }

  boolean isDone() {
    return folded == records.size();
  }

  /** Puts the next records into the tree; with the last one their journal entries go. */
  void step(StoreFile file, MVMap<Long, JournalEntry> journal, int most) {
    for (int left = most; left > 0 && !isDone(); left--) {
      while (!users.hasNext()) {
        Map.Entry<String, NavigableMap<String, byte[]>> next = namespaces.next();
        namespace = next.getKey();
        users = next.getValue().entrySet().iterator();
      }
      Map.Entry<String, byte[]> record = users.next();
      if (RecentRecords.isRemoved(record.getValue())) {
        file.records(namespace).remove(record.getKey());
      } else {
        file.records(namespace).put(record.getKey(), record.getValue());
      }
      folded++;
    }
    if (isDone()) {
      Long first = journal.firstKey();
      while (first != null && first < endInJournal) {
        journal.remove(first);
        first = journal.higherKey(first);
      }
    }
  }
}
