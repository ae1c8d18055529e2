package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.Fate.Mark;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Braze saw of each update, from which it follows what its outcome may be. Updates are told
 * apart by the id of their audience, which no other update has; it is in the name of an attribute
 * ({@code "In 17"}), or else in the value of the single attribute.
 */
public final class Ledger implements SimulatedBraze.Witness {
  static final String SINGLE = "SegmentMembership";
  static final String PREFIX = "In ";

  /** What became of an update on its way. */
  static final class Trace {
    int attempts;
    boolean mayHaveArrived;
    boolean covered;
    boolean named;
    boolean refusedAlone;

    /**
     * Of the last attempt that may have arrived, or else of the last one; null if there was none.
     */
    @Nullable Reason reason;
  }

  /** An object that was written for a user, in one or several attempts. */
  static final class Written {
    final List<Long> ids;

    /** What the single attribute is to be: the last of the updates wins. */
    final String value;

    boolean mayHaveArrived;
    private long endNanos;

    private Written(List<Long> ids) {
      this.ids = ids;
      this.value =
          String.format(
              Locale.ROOT, "'%d'", ids.stream().mapToLong(Long::longValue).max().orElse(0));
    }
  }

  private static final Trace NONE = new Trace();

  private final VirtualTime time;
  private final Map<Long, Trace> traces = new HashMap<>();
  private final Map<String, List<Written>> byUser = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private Duration minUserWriteInterval = Duration.ZERO;
  private boolean hasNames;

  Ledger(VirtualTime time) {
    this.time = time;
  }

  /** Demands that users rest between two writes. */
  void demandRest(Duration rest) {
    minUserWriteInterval = rest;
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    for (Map<String, Object> object : objects) {
      List<Long> ids = ids(object);
      hasNames |= object.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
      ids.forEach(id -> traces.computeIfAbsent(id, none -> new Trace()).attempts++);
      List<Written> writes =
          byUser.computeIfAbsent(SimulatedBraze.user(object), user -> new ArrayList<>(2));
      Written last = writes.isEmpty() ? null : writes.get(writes.size() - 1);
      if (last == null || !last.ids.equals(ids)) {
        if (last != null && time.nanoTime() - last.endNanos < minUserWriteInterval.toNanos()) {
          violations.add(SimulatedBraze.user(object) + " had no rest before " + ids);
        }
        writes.add(new Written(ids));
      }
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, Fate fate) {
    for (int i = 0; i < objects.size(); i++) {
      Mark mark = fate.mark(i);
      boolean alone = objects.size() == 1 && (fate.status() == 400 || fate.status() == 413);
      List<Written> writes = byUser.get(SimulatedBraze.user(objects.get(i)));
      Written write = writes.get(writes.size() - 1);
      write.endNanos = time.nanoTime();
      write.mayHaveArrived |= mayHaveArrived(mark);
      for (Long id : write.ids) {
        Trace trace = traces.get(id);
        if (mayHaveArrived(mark) || !trace.mayHaveArrived) {
          trace.reason = fate.reason(i);
        }
        trace.mayHaveArrived |= mayHaveArrived(mark);
        trace.covered |= mark == Mark.COVERED;
        trace.named |= mark == Mark.NAMED || mark == Mark.NAMED_IN_PART;
        trace.refusedAlone |= alone && mark == Mark.NOT_TAKEN;
      }
    }
  }

  private static boolean mayHaveArrived(Mark mark) {
    return mark != Mark.NOT_TAKEN && mark != Mark.NAMED;
  }

  /** The updates that were merged into an object; none if they have no numbers. */
  public static List<Long> ids(Map<String, Object> object) {
    List<Long> ids = new ArrayList<>(2);
    for (String name : object.keySet()) {
      if (name.startsWith(PREFIX)) {
        addNumber(ids, name.substring(PREFIX.length()));
      }
    }
    if (ids.isEmpty() && object.get(SINGLE) instanceof String value) {
      addNumber(ids, value.replace("'", ""));
    }
    return ids;
  }

  private static void addNumber(List<Long> ids, String text) {
    if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
      ids.add(Long.valueOf(text));
    }
  }

  public Trace trace(long id) {
    return traces.getOrDefault(id, NONE);
  }

  /** What was written for each user, in the order of the first attempts. */
  Map<String, List<Written>> writes() {
    return byUser;
  }

  /** Whether updates are written under names of their own. */
  boolean hasNames() {
    return hasNames;
  }

  public List<String> violations() {
    return violations;
  }
}
