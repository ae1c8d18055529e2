package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.Page;
import org.jspecify.annotations.Nullable;

/**
 * Tree of the records of a namespace in {@link Block}s. The key of a block is the first external id
 * that may be in the block, not necessarily that of a user; the first key is empty. Confined to the
 * store's thread.
 */
final class BlockTree {
  private final MVMap<String, Block> blocks;
  private final boolean keepTombstones;

  /** Opens a tree, and creates it if it is missing. */
  BlockTree(MVStore store, String name, boolean keepTombstones) {
    this.keepTombstones = keepTombstones;
    blocks =
        store.openMap(
            name,
            new MVMap.Builder<String, Block>()
                .keyType(TextType.INSTANCE)
                .valueType(new BlockType()));
  }

  /**
   * Part of the tree.
   *
   * @param first the first external id that may be in this part
   * @param end the first external id after this part, null at the end of the tree
   * @param block the records, null if the part is damaged
   * @param removable true if other blocks of the same page remain without this one
   */
  record Range(String first, @Nullable String end, @Nullable Block block, boolean removable) {
    boolean contains(String user) {
      return end == null || user.compareTo(end) < 0;
    }
  }

  /** Returns the number of blocks. */
  long size() {
    return blocks.sizeAsLong();
  }

  /** Returns the part of the tree that contains a user. */
  Range find(String user) {
    String first = "";
    String end = null;
    try {
      Page<String, Block> page = blocks.getRootPage();
      while (!page.isLeaf()) {
        int index = keysUpTo(page, user);
        first = index > 0 ? page.getKey(index - 1) : first;
        end = index < page.getKeyCount() ? page.getKey(index) : end;
        page = page.getChildPage(index);
      }
      int index = keysUpTo(page, user) - 1;
      end = index + 1 < page.getKeyCount() ? page.getKey(index + 1) : end;
      if (index >= 0) {
        return new Range(page.getKey(index), end, page.getValue(index), index > 0);
      }
      return new Range(first, end, blocks.isEmpty() ? Block.EMPTY : null, false);
    } catch (MVStoreException e) {
      if (!StoreFailures.isDamage(e)) {
        throw e;
      }
      return new Range(first, end, null, false);
    }
  }

  /** Returns the number of keys of a page that are not after a user. */
  private static int keysUpTo(Page<String, Block> page, String user) {
    int low = 0;
    int high = page.getKeyCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (page.getKey(middle).compareTo(user) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Returns the bytes of a record, {@link MemTable#UNREADABLE} in a damaged part of the tree, or
   * null if there is no record.
   */
  byte @Nullable [] get(String user) {
    Block block = find(user).block();
    if (block == null) {
      return MemTable.UNREADABLE;
    }
    byte[] key = Encoding.encode(user);
    for (Block.Reader reader = block.reader(); reader.next(); ) {
      if (reader.isAt(key)) {
        return reader.record();
      }
    }
    return null;
  }

  /**
   * Applies changes.
   *
   * @param changes the new records and tombstones, in the order of the users
   * @return the changes of users in damaged parts, which were not applied
   */
  List<Map.Entry<String, byte[]>> merge(List<Map.Entry<String, byte[]>> changes) {
    List<Map.Entry<String, byte[]>> rejected = new ArrayList<>();
    for (int start = 0; start < changes.size(); ) {
      Range range = find(changes.get(start).getKey());
      int end = start + 1;
      while (end < changes.size() && range.contains(changes.get(end).getKey())) {
        end++;
      }
      List<Map.Entry<String, byte[]>> part = changes.subList(start, end);
      if (range.block() == null) {
        rejected.addAll(part);
      } else {
        merge(range, range.block(), part);
      }
      start = end;
    }
    return rejected;
  }

  private void merge(Range range, Block block, List<Map.Entry<String, byte[]>> changes) {
    Block.Merged merged = block.merge(changes, keepTombstones);
    if (merged.block().length() == 0 && range.removable()) {
      blocks.remove(range.first());
    } else {
      blocks.put(range.first(), merged.block());
    }
    merged.others().forEach(part -> blocks.put(part.first(), part.block()));
  }

  /**
   * Returns the records after a user, in order. A damaged part of the tree yields one {@linkplain
   * MemTable#UNREADABLE unreadable} record under the first external id of that part.
   */
  Iterator<Map.Entry<String, byte[]>> entriesAfter(@Nullable String user) {
    return new Entries(user);
  }

  /** Iterator that reads one block after the other. */
  private final class Entries implements Iterator<Map.Entry<String, byte[]>> {
    /** Sorts before every external id, and is not an external id. */
    private static final String FIRST = "\u0000";

    private final @Nullable String after;
    private @Nullable String rest;
    private Iterator<Map.Entry<String, byte[]>> block =
        List.<Map.Entry<String, byte[]>>of().iterator();

    Entries(@Nullable String after) {
      this.after = after;
      this.rest = after == null ? "" : after;
    }

    @Override
    public boolean hasNext() {
      while (!block.hasNext() && rest != null) {
        Range range = find(rest);
        block = entries(range);
        rest = range.end();
      }
      return block.hasNext();
    }

    @Override
    public Map.Entry<String, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return block.next();
    }

    private Iterator<Map.Entry<String, byte[]>> entries(Range range) {
      List<Map.Entry<String, byte[]>> entries = new ArrayList<>();
      if (range.block() == null) {
        add(entries, range.first().isEmpty() ? FIRST : range.first(), MemTable.UNREADABLE);
      } else {
        for (Block.Reader reader = range.block().reader(); reader.next(); ) {
          add(entries, reader.user(), reader.record());
        }
      }
      return entries.iterator();
    }

    private void add(List<Map.Entry<String, byte[]>> entries, String user, byte[] record) {
      if (after == null || user.compareTo(after) > 0) {
        entries.add(Map.entry(user, record));
      }
    }
  }
}
