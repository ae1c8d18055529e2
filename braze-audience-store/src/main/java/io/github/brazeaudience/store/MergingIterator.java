package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Several sources of records, each in order, read as one: of those that have a user the first says
 * what there is. Removed records do not show.
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
      Map.Entry<String, byte[]> first = null;
      for (Source source : sources) {
        Map.Entry<String, byte[]> head = source.head;
        if (head != null && (first == null || head.getKey().compareTo(first.getKey()) < 0)) {
          first = head;
        }
      }
      if (first == null) {
        return null;
      }
      for (Source source : sources) {
        source.skip(first.getKey());
      }
      if (!MemTable.isTombstone(first.getValue())) {
        return first;
      }
    }
  }

  private static final class Source {
    private final Iterator<Map.Entry<String, byte[]>> rest;
    private Map.@Nullable Entry<String, byte[]> head;

    Source(Iterator<Map.Entry<String, byte[]>> rest) {
      this.rest = rest;
      advance();
    }

    void skip(String user) {
      if (head != null && head.getKey().equals(user)) {
        advance();
      }
    }

    private void advance() {
      head = rest.hasNext() ? rest.next() : null;
    }
  }
}
