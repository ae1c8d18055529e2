package io.github.brazeaudience.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.Page;
import org.jspecify.annotations.Nullable;

/**
 * Iterator over the records of a tree after a user, in key order. A damaged part of the tree yields
 * one {@linkplain MemTable#UNREADABLE unreadable} record under the first user of that part.
 */
final class TreeIterator implements Iterator<Map.Entry<String, byte[]>> {
  /** Sorts before every external id, and is not an external id. */
  private static final String FIRST = "\u0000";

  private final MVMap<String, byte[]> tree;
  private @Nullable Cursor<String, byte[]> cursor;
  private @Nullable String start;
  private @Nullable String passed;
  private Map.@Nullable Entry<String, byte[]> next;
  private boolean ended;

  /** Unreadable key range of the tree; null bounds are the ends of the tree. */
  private record Gap(@Nullable String first, @Nullable String end) {}

  TreeIterator(MVMap<String, byte[]> tree, @Nullable String after) {
    this.tree = tree;
    this.start = after;
    this.passed = after;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Map.Entry<String, byte[]> next() {
    Map.Entry<String, byte[]> result = next;
    if (result == null) {
      throw new NoSuchElementException();
    }
    passed = result.getKey();
    advance();
    return result;
  }

  private void advance() {
    next = null;
    while (next == null && !ended) {
      try {
        readNext();
      } catch (MVStoreException e) {
        if (!StoreFailures.isDamage(e)) {
          throw e;
        }
        skip(findGap());
      }
    }
  }

  private void readNext() {
    Cursor<String, byte[]> entries = cursor == null ? tree.cursor(start) : cursor;
    cursor = entries;
    ended = !entries.hasNext();
    if (!ended) {
      String user = entries.next();
      next = isPassed(user) ? null : Map.entry(user, entries.getValue());
    }
  }

  private boolean isPassed(String user) {
    return passed != null && user.compareTo(passed) <= 0;
  }

  private void skip(Gap gap) {
    String user = gap.first() == null ? FIRST : gap.first();
    next = isPassed(user) ? null : Map.entry(user, MemTable.UNREADABLE);
    cursor = null;
    start = gap.end();
    ended = start == null;
  }

  /** Returns the index of the child page for a user, or 0 for null. */
  private static int childIndex(Page<String, byte[]> page, @Nullable String user) {
    int index = 0;
    while (user != null && index < page.getKeyCount() && page.getKey(index).compareTo(user) <= 0) {
      index++;
    }
    return index;
  }

  /** Returns the first unreadable range at or after the position of the cursor. */
  private Gap findGap() {
    String key = start == null || (passed != null && passed.compareTo(start) > 0) ? passed : start;
    while (true) {
      Page<String, byte[]> page = tree.getRootPage();
      String first = null;
      String end = null;
      try {
        while (!page.isLeaf()) {
          int index = childIndex(page, key);
          first = index > 0 ? page.getKey(index - 1) : first;
          end = index < page.getKeyCount() ? page.getKey(index) : end;
          page = page.getChildPage(index);
        }
      } catch (MVStoreException e) {
        return new Gap(first, end);
      }
      if (end == null) {
        return new Gap(first, null);
      }
      // This leaf is readable; the cursor failed on a later one.
      key = end;
    }
  }
}
