package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;

/**
 * Journal of the updates whose records may not be in the trees yet, numbered from 0. Confined to
 * the store's thread; changes are made within a write of the {@link StoreFile}.
 *
 * <p>The key of an entry is its negative number, and a small entry with the range of the numbers
 * precedes them all. When a page of MVStore splits, both halves are written. Each new entry follows
 * the small one, so a large entry is split off with the commit that adds it, and is not written
 * again.
 */
final class Journal {
  /** The map that identifies a store. */
  static final String NAME = "braze-audience.journal";

  /** The key of the small entry. */
  private static final long RANGE_KEY = Long.MIN_VALUE;

  private static final String RANGE = "range";

  private final MVMap<Long, JournalEntry> entries;
  private long first;
  private long next;
  private long end;

  /** Opens the journal of a store, and creates it if it is missing. */
  Journal(MVStore store) {
    entries =
        store.openMap(
            NAME,
            new MVMap.Builder<Long, JournalEntry>()
                .keyType(LongDataType.INSTANCE)
                .valueType(new JournalEntryType()));
    if (!entries.isEmpty()) {
      readRange();
    }
  }

  private void readRange() {
    JournalEntry range = entries.get(RANGE_KEY);
    byte[] numbers = range == null ? null : range.changes().get(RANGE);
    if (numbers == null || numbers.length != 2 * Long.BYTES) {
      throw Encoding.damaged("the range of the journal");
    }
    first = ByteBuffer.wrap(numbers).getLong();
    next = first;
    end = ByteBuffer.wrap(numbers).getLong(Long.BYTES);
  }

  private void writeRange() {
    byte[] numbers = ByteBuffer.allocate(2 * Long.BYTES).putLong(first).putLong(end).array();
    entries.put(RANGE_KEY, JournalEntry.of(RANGE, Map.of(RANGE, numbers)));
  }

  /** Reads the next entries into a new memtable, until it is full or the journal ends. */
  MemTable read(MemTableLimits limits) {
    MemTable memTable = new MemTable(limits);
    for (; !memTable.isFull() && next < end; next++) {
      JournalEntry entry = entries.get(-next);
      if (entry == null) {
        throw Encoding.damaged("the number of an entry of the journal");
      }
      memTable.add(entry.namespace(), entry.changes());
    }
    return memTable;
  }

  void append(JournalEntry entry) {
    entries.put(-end++, entry);
    writeRange();
  }

  /** Returns the number of the next entry. */
  long end() {
    return end;
  }

  /** Removes the entries before a number, whose changes are in the trees. */
  void removeBefore(long number) {
    for (; first < number; first++) {
      entries.remove(-first);
    }
    writeRange();
  }

  /** Removes all entries without reading them. */
  void clear() {
    entries.clear();
    first = end;
    writeRange();
  }
}
