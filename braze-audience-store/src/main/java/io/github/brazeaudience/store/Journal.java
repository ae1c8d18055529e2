package io.github.brazeaudience.store;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;

/**
 * Journal of the updates whose records may not be in the trees yet, numbered from 0. Confined to
 * the store's thread; changes are made within a write of the {@link StoreFile}.
 *
 * <p>The key of an entry is its negative number, and a small entry precedes them all. When a page
 * of MVStore splits, both halves are written. Each new entry follows the small one, so a large
 * entry is split off with the commit that adds it, and is not written again.
 */
final class Journal {
  /** The map that identifies a store. */
  static final String NAME = "braze-audience.journal";

  /** The key of the small entry. */
  private static final long FIRST_KEY = Long.MIN_VALUE;

  private final MVMap<Long, JournalEntry> entries;
  private long end;

  /** Opens the journal of a store, and creates it if it is missing. */
  Journal(MVStore store) {
    entries =
        store.openMap(
            NAME,
            new MVMap.Builder<Long, JournalEntry>()
                .keyType(LongDataType.INSTANCE)
                .valueType(new JournalEntryType()));
  }

  /** Reads the next entries into a new memtable, until it is full or the journal ends. */
  MemTable read(MemTableLimits limits) {
    MemTable memTable = new MemTable(limits);
    Cursor<Long, JournalEntry> unread = entries.cursor(-end, FIRST_KEY + 1, true);
    while (!memTable.isFull() && unread.hasNext()) {
      end = 1 - unread.next();
      JournalEntry entry = unread.getValue();
      memTable.add(entry.namespace(), entry.changes());
    }
    return memTable;
  }

  void append(JournalEntry entry) {
    if (entries.isEmpty()) {
      entries.put(FIRST_KEY, new JournalEntry(new byte[0]));
    }
    entries.put(-end++, entry);
  }

  /** Returns the number of the next entry. */
  long end() {
    return end;
  }

  /** Removes the entries before a number, whose changes are in the trees. */
  void removeBefore(long number) {
    Long oldest = entries.lastKey();
    while (oldest != null && oldest > -number) {
      entries.remove(oldest);
      oldest = entries.lowerKey(oldest);
    }
  }

  /** Removes all entries without reading them. */
  void clear() {
    entries.clear();
  }
}
