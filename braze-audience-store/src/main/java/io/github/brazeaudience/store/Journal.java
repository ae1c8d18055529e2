package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * Journal of the updates whose records are not in the trees yet. It is split into segments, one for
 * each {@link MemTable}. A segment is removed as a whole without reading its entries, because
 * removing them one by one would read all of them again. Confined to the store's thread.
 */
final class Journal {
  /** The map that identifies a store. Earlier releases wrote all entries to it. */
  static final String NAME = "braze-audience.journal";

  /** Followed by the number of the first entry of the segment. */
  private static final String SEGMENT = NAME + '.';

  private final MVStore store;
  private List<MVMap<Long, JournalEntry>> segments = new ArrayList<>();
  private @Nullable MVMap<Long, JournalEntry> active;
  private long nextEntry;

  /** Creates the journal of a store. It has to be {@linkplain #read read} before it is written. */
  Journal(MVStore store) {
    this.store = store;
  }

  /** Creates the map that identifies a store. */
  static void create(MVStore store) {
    openMap(store, NAME);
  }

  private static MVMap<Long, JournalEntry> openMap(MVStore store, String name) {
    return store.openMap(
        name,
        new MVMap.Builder<Long, JournalEntry>()
            .keyType(LongDataType.INSTANCE)
            .valueType(new JournalEntryType()));
  }

  /**
   * Passes all entries to a reader, in order. If a page is damaged, it is read anyway, because
   * entries have their own checksums.
   */
  void read(PageChecks checks, Consumer<JournalEntry> reader) {
    try {
      // Read the journal to its end before the reader gets any of it.
      open();
      forEach(entry -> {});
      forEach(reader);
      return;
    } catch (MVStoreException e) {
      if (!StoreFailures.isDamage(e)) {
        throw e;
      }
    }
    checks.lenient(true);
    try {
      open();
      forEach(reader);
    } finally {
      checks.lenient(false);
    }
  }

  private void open() {
    Map<Long, String> names = new TreeMap<>();
    for (String name : store.getMapNames()) {
      if (name.startsWith(SEGMENT)) {
        names.put(Long.parseLong(name.substring(SEGMENT.length())), name);
      }
    }
    segments = new ArrayList<>();
    segments.add(openMap(store, NAME));
    names.values().forEach(name -> segments.add(openMap(store, name)));
  }

  private void forEach(Consumer<JournalEntry> reader) {
    for (MVMap<Long, JournalEntry> segment : segments) {
      segment.forEach(
          (number, entry) -> {
            nextEntry = number + 1;
            reader.accept(entry);
          });
    }
  }

  /** Appends an entry to the active segment. Called within a write. */
  void append(JournalEntry entry) {
    MVMap<Long, JournalEntry> segment = active;
    if (segment == null) {
      segment = openMap(store, SEGMENT + nextEntry);
      // Earlier releases would not read the segment.
      store.setStoreVersion(StoreOpener.FORMAT);
      segments.add(segment);
      active = segment;
    }
    segment.put(nextEntry++, entry);
  }

  /**
   * Ends the active segment; the next entry begins another one.
   *
   * @return removes all segments up to here; run within a write
   */
  Runnable seal() {
    List<MVMap<Long, JournalEntry>> sealed = segments;
    segments = new ArrayList<>();
    active = null;
    return () -> sealed.forEach(this::remove);
  }

  private void remove(MVMap<Long, JournalEntry> segment) {
    if (segment.getName().equals(NAME)) {
      segment.clear();
    } else {
      store.removeMap(segment);
    }
  }
}
