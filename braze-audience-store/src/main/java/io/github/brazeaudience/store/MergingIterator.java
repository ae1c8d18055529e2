package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Merges sorted iterators of records, newest first. If several contain a user, the newest one wins.
 * Tombstones are skipped.
 */
final class MergingIterator implements Iterator<Map.Entry<String, byte[]>> {
  private final List<Source> sources = new ArrayList<>();
  private Map.@Nullable Entry<String, byte[]> next;

  MergingIterator(List<Iterator<Map.Entry<String, byte[]>>> newestFirst) {
    newestFirst.forEach(source -> sources.add(new Source(source)));
    next = findNext();
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
    next = findNext();
    return result;
  }

  private Map.@Nullable Entry<String, byte[]> findNext() {
    while (true) {
      Map.Entry<String, byte[]> smallest = null;
      for (Source source : sources) {
        Map.Entry<String, byte[]> head = source.head;
        if (head != null && (smallest == null || head.getKey().compareTo(smallest.getKey()) < 0)) {
          smallest = head;
        }
      }
      if (smallest == null) {
        return null;
      }
      for (Source source : sources) {
        source.skip(smallest.getKey());
      }
      if (!MemTable.isTombstone(smallest.getValue())) {
        return smallest;
      }
    }
  }

  /** One of the merged iterators, with its next entry. */
  private static final class Source {
    private final Iterator<Map.Entry<String, byte[]>> remaining;
    private Map.@Nullable Entry<String, byte[]> head;

    Source(Iterator<Map.Entry<String, byte[]>> remaining) {
      this.remaining = remaining;
      advance();
    }

    void skip(String user) {
      if (head != null && head.getKey().equals(user)) {
        advance();
      }
    }

    private void advance() {
      head = remaining.hasNext() ? remaining.next() : null;
    }
  }
}
