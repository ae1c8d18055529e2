package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.cli.input.Arrivals;
import io.github.brazeaudience.cli.input.Place;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Input positions of the updates without an outcome. The forwarder bounds their number. */
public final class InputPositions implements Arrivals {
  /**
   * Position of an update in the inputs.
   *
   * @param file the name of its file
   * @param line the line on which it begins
   * @param unknownIdentities the number of its identities of unknown types, which are ignored
   * @param before the place at which a later run can read the update again
   */
  public record Origin(String file, long line, int unknownIdentities, Place before) {}

  /** In order of arrival, which is the order of the indexes. */
  private final Map<Long, Origin> outstanding = new LinkedHashMap<>();

  private long arrived;

  @Override
  public void arrived(String file, long line, int unknownIdentities, Place before) {
    outstanding.put(arrived++, new Origin(file, line, unknownIdentities, before));
  }

  /** Removes and returns the origin of a completed update. */
  public Origin finished(long index) {
    Origin origin = outstanding.remove(index);
    if (origin == null) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "update %d is unknown or has two outcomes", index));
    }
    return origin;
  }

  /** All updates below this index are complete. */
  public long lowestOutstanding() {
    Iterator<Long> indexes = outstanding.keySet().iterator();
    return indexes.hasNext() ? indexes.next() : arrived;
  }

  /** The place before the first incomplete update, if there is one. */
  public Optional<Place> firstOutstanding() {
    Iterator<Origin> origins = outstanding.values().iterator();
    return origins.hasNext() ? Optional.of(origins.next().before()) : Optional.empty();
  }
}
