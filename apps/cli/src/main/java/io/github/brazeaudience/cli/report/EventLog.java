package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.event.BrazeOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pauses and other rare events of a run, the first {@value #MAX_ENTRIES} of them. */
final class EventLog {
  /** Maximum number of entries that are kept. */
  static final int MAX_ENTRIES = 100;

  private final List<Entry> entries = new ArrayList<>();
  private final Map<BrazeOperation, Entry> open = new EnumMap<>(BrazeOperation.class);
  private long omitted;

  /**
   * An event.
   *
   * @param at the time since the start of the run
   * @param lasted null if it is an instant
   * @param cause what ordered it
   */
  record Entry(Duration at, String what, @Nullable Duration lasted, String cause) {}

  /**
   * The events in order of their ends.
   *
   * @param omitted the number of events that were not kept
   */
  record Entries(List<Entry> entries, long omitted) {}

  void add(Duration at, String what, @Nullable Duration lasted, String cause) {
    if (entries.size() < MAX_ENTRIES) {
      entries.add(new Entry(at, what, lasted, cause));
    } else {
      omitted++;
    }
  }

  /** Begins an event whose end is not known yet. */
  void begin(BrazeOperation operation, Duration at, String what, String cause) {
    open.putIfAbsent(operation, new Entry(at, what, null, cause));
  }

  /** Ends the event of an operation, if there is one. */
  void end(BrazeOperation operation, Duration at) {
    Entry begun = open.remove(operation);
    if (begun != null) {
      add(begun.at, begun.what, at.minus(begun.at), begun.cause);
    }
  }

  /** {@return the events; those that have not ended last until now} */
  Entries entries(Duration now) {
    List<Entry> all = new ArrayList<>(entries);
    open.values()
        .forEach(
            begun -> all.add(new Entry(begun.at, begun.what, now.minus(begun.at), begun.cause)));
    return new Entries(all, omitted);
  }
}
