package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.event.BrazeOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pauses and other rare events of a run: the totals of each kind, and the first {@value
 * #MAX_ENTRIES} events of each kind. Not thread-safe.
 */
final class EventLog {
  /** Maximum number of events that are kept for a kind. */
  static final int MAX_ENTRIES = 20;

  private final List<Entry> entries = new ArrayList<>();
  private final Map<EventKind, Total> totals = new EnumMap<>(EventKind.class);
  private final Map<BrazeOperation, Entry> outages = new EnumMap<>(BrazeOperation.class);
  private @Nullable Entry pause;

  /**
   * An event.
   *
   * @param at the time since the start of the run
   * @param lasted null if it is an instant
   * @param cause what ordered it
   */
  record Entry(Duration at, EventKind kind, @Nullable Duration lasted, String cause) {
    Entry until(Duration end) {
      return new Entry(at, kind, end.minus(at), cause);
    }

    Duration end() {
      return lasted == null ? at : at.plus(lasted);
    }
  }

  /**
   * All events of a kind.
   *
   * @param lasted the sum of the durations, zero for instants
   */
  record Total(long count, Duration lasted, Duration longest) {
    private static final Total NONE = new Total(0, Duration.ZERO, Duration.ZERO);

    private Total plus(@Nullable Duration more) {
      return more == null
          ? new Total(count + 1, lasted, longest)
          : new Total(count + 1, lasted.plus(more), longest.compareTo(more) < 0 ? more : longest);
    }
  }

  /** The kept events in order of time, and the totals of all events. */
  record Entries(List<Entry> entries, Map<EventKind, Total> totals) {
    boolean complete() {
      return totals.values().stream().mapToLong(Total::count).sum() == entries.size();
    }
  }

  void add(Duration at, EventKind kind, @Nullable Duration lasted, String cause) {
    add(new Entry(at, kind, lasted, cause));
  }

  private void add(Entry entry) {
    Total before = totals.getOrDefault(entry.kind, Total.NONE);
    if (before.count < MAX_ENTRIES) {
      entries.add(entry);
    }
    totals.put(entry.kind, before.plus(entry.lasted));
  }

  /** Adds a pause that Braze ordered. Pauses that overlap are one. */
  void pause(Duration at, Duration delay, String cause) {
    Duration end = at.plus(delay);
    Entry last = pause;
    if (last != null && at.compareTo(last.end()) <= 0) {
      pause = end.compareTo(last.end()) > 0 ? last.until(end) : last;
      return;
    }
    if (last != null) {
      add(last);
    }
    pause = new Entry(at, EventKind.THROTTLED, delay, cause);
  }

  /** {@return true if Braze has ordered a pause until at least this time} */
  boolean isPausedUntil(Duration end) {
    return pause != null && pause.end().compareTo(end) >= 0;
  }

  /** Begins an outage of an operation, whose end is not known yet. */
  void beginOutage(BrazeOperation operation, Duration at, String cause) {
    outages.putIfAbsent(operation, new Entry(at, EventKind.OUTAGE, null, cause));
  }

  /** Ends the outage of an operation, if there is one. */
  void endOutage(BrazeOperation operation, Duration at) {
    Entry begun = outages.remove(operation);
    if (begun != null) {
      add(begun.until(at));
    }
  }

  /** {@return the events; those that have not ended last until now} */
  Entries entries(Duration now) {
    EventLog ended = new EventLog();
    ended.entries.addAll(entries);
    ended.totals.putAll(totals);
    outages.values().forEach(begun -> ended.add(begun.until(now)));
    if (pause != null) {
      ended.add(pause.end().compareTo(now) > 0 ? pause.until(now) : pause);
    }
    ended.entries.sort(Comparator.comparing(Entry::at));
    return new Entries(List.copyOf(ended.entries), ended.totals);
  }
}
