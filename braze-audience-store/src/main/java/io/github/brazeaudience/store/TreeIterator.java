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
 * The records of a tree behind a user, in order. A part of the tree that is damaged shows as one
 * record that cannot be read, under the first user of that part.
 */
final class TreeIterator implements Iterator<Map.Entry<String, byte[]>> {
  /** Sorts before every external id, and is none. */
  private static final String FIRST = "\u0000";

  private final MVMap<String, byte[]> tree;
  private @Nullable Cursor<String, byte[]> cursor;
  private @Nullable String start;
  private @Nullable String passed;
  private Map.@Nullable Entry<String, byte[]> next;
  private boolean ended;

  /** A part of the tree that cannot be read: from one user to before another, null for the ends. */
  private record Gap(@Nullable String first, @Nullable String behind) {}

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
        pass(gap());
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

  private void pass(Gap gap) {
    String user = gap.first() == null ? FIRST : gap.first();
    next = isPassed(user) ? null : Map.entry(user, MemTable.UNREADABLE);
    cursor = null;
    start = gap.behind();
    ended = start == null;
  }

  /** Which child of a page has a user; the first one for null. */
  private static int childIndex(Page<String, byte[]> page, @Nullable String user) {
    int index = 0;
    while (user != null && index < page.getKeyCount() && page.getKey(index).compareTo(user) <= 0) {
      index++;
    }
    return index;
  }

  /** The first part that cannot be read from where the cursor was. */
  private Gap gap() {
    String key = start == null || (passed != null && passed.compareTo(start) > 0) ? passed : start;
    while (true) {
      Page<String, byte[]> page = tree.getRootPage();
      String first = null;
      String behind = null;
      try {
        while (!page.isLeaf()) {
          int index = childIndex(page, key);
          first = index > 0 ? page.getKey(index - 1) : first;
          behind = index < page.getKeyCount() ? page.getKey(index) : behind;
          page = page.getChildPage(index);
        }
      } catch (MVStoreException e) {
        return new Gap(first, behind);
      }
      if (behind == null) {
        return new Gap(first, null);
      }
      // This part can be read; the cursor failed when it went on to the next one.
      key = behind;
    }
  }
}
