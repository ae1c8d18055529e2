package io.github.brazeaudience.store;

import org.h2.mvstore.MVStoreException;

/**
 * Recovery of the journal when a file is opened. A process with a larger heap may have written a
 * journal that exceeds a memtable, so each full memtable is compacted before the next entries are
 * read. The entries stay in the journal until all their records are in the trees; if the process
 * dies before, they are compacted again.
 *
 * @param journal the journal, read to its end
 * @param memTable the records of the journal that are not in the trees
 */
record Recovery(Journal journal, MemTable memTable) {
  /**
   * Reads the journal. If one of its pages is damaged, the page is read anyway, because journal
   * entries have their own checksums, and all records are compacted, because the page must not be
   * read again.
   */
  static Recovery run(StoreFile file, MemTableLimits limits) {
    try {
      return run(file, limits, false);
    } catch (MVStoreException e) {
      if (!StoreFailures.isDamage(e)) {
        throw e;
      }
      return run(file, limits, true);
    }
  }

  private static Recovery run(StoreFile file, MemTableLimits limits, boolean lenient) {
    Journal journal = file.read(lenient, file::openJournal);
    if (file.isReadOnly()) {
      // Nothing can be compacted.
      return new Recovery(journal, file.read(lenient, () -> journal.read(MemTableLimits.NONE)));
    }
    MemTable read = file.read(lenient, () -> journal.read(limits));
    boolean compacted = false;
    while (read.isFull()) {
      new Compaction(read, () -> {}).run(file, read.size());
      compacted = true;
      read = file.read(lenient, () -> journal.read(limits));
    }
    if (!compacted && !file.foundDamage()) {
      return new Recovery(journal, read);
    }
    new Compaction(read, () -> {}).run(file, read.size());
    file.write(journal::clear);
    return new Recovery(journal, new MemTable(limits));
  }
}
