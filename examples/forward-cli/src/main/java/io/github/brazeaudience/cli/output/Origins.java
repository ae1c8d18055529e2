package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.cli.input.Arrivals;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the updates that have no outcome yet come from. The forwarder bounds how many those are.
 */
final class Origins implements Arrivals {
  /** The place of an update. */
  record Origin(String file, long line) {}

  /** In order of arrival, which is that of the indexes. */
  private final Map<Long, Origin> outstanding = new LinkedHashMap<>();

  private long arrived;

  @Override
  public void arrived(String file, long line) {
    outstanding.put(arrived++, new Origin(file, line));
  }

  /** The origin of an update whose outcome has come. */
  Origin finished(long index) {
    Origin origin = outstanding.remove(index);
    if (origin == null) {
      throw new IllegalStateException(
          "update %d has two outcomes, or none came in".formatted(index));
    }
    return origin;
  }

  /** All updates below this index have their outcomes. */
  long lowestOutstanding() {
    Iterator<Long> indexes = outstanding.keySet().iterator();
    return indexes.hasNext() ? indexes.next() : arrived;
  }
}
