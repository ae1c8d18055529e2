package io.github.brazeaudience.simulation;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.simulation.ScriptedResponse.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records the requests that contained each update and how they ended. Each update has its own
 * audience id, which is in the name of an attribute ({@code "In 17"}) or in the value of the single
 * attribute.
 */
public final class DeliveryTrace implements SimulatedBraze.RecordingListener {
  static final String SINGLE = "SegmentMembership";
  static final String PREFIX = "In ";

  /** Summary of the attempts to write one update. */
  static final class UpdateTrace {
    int attempts;
    boolean mayHaveArrived;
    boolean acknowledged;
    boolean named;
    boolean refusedAlone;

    /**
     * Reason of the last attempt that may have arrived, otherwise of the last attempt; null if
     * there was none.
     */
    @Nullable Reason reason;
  }

  /** Attributes object of one user, written in one or several attempts. */
  static final class ObjectWrite {
    final List<Long> ids;

    /** Expected value of the single attribute: the last merged update wins. */
    final String value;

    boolean mayHaveArrived;
    private long endNanos;

    private ObjectWrite(List<Long> ids) {
      this.ids = ids;
      this.value =
          String.format(
              Locale.ROOT, "'%d'", ids.stream().mapToLong(Long::longValue).max().orElse(0));
    }
  }

  private static final UpdateTrace NONE = new UpdateTrace();

  private final VirtualTime time;
  private final Map<Long, UpdateTrace> traces = new HashMap<>();
  private final Map<String, List<ObjectWrite>> byUser = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private Duration minUserWriteInterval = Duration.ZERO;
  private boolean hasPerAudienceAttributes;

  DeliveryTrace(VirtualTime time) {
    this.time = time;
  }

  /** Requires a minimum time between two writes for one user. */
  void requireMinInterval(Duration interval) {
    minUserWriteInterval = interval;
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    for (Map<String, Object> object : objects) {
      List<Long> ids = ids(object);
      hasPerAudienceAttributes |=
          object.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
      ids.forEach(id -> traces.computeIfAbsent(id, none -> new UpdateTrace()).attempts++);
      List<ObjectWrite> writes =
          byUser.computeIfAbsent(SimulatedBraze.user(object), user -> new ArrayList<>(2));
      ObjectWrite last = writes.isEmpty() ? null : writes.get(writes.size() - 1);
      if (last == null || !last.ids.equals(ids)) {
        if (last != null && time.nanoTime() - last.endNanos < minUserWriteInterval.toNanos()) {
          violations.add(SimulatedBraze.user(object) + " was written again too early, with " + ids);
        }
        writes.add(new ObjectWrite(ids));
      }
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, ScriptedResponse scripted) {
    for (int i = 0; i < objects.size(); i++) {
      Effect effect = scripted.effect(i);
      boolean alone = objects.size() == 1 && (scripted.status() == 400 || scripted.status() == 413);
      List<ObjectWrite> writes = byUser.get(SimulatedBraze.user(objects.get(i)));
      ObjectWrite write = writes.get(writes.size() - 1);
      write.endNanos = time.nanoTime();
      write.mayHaveArrived |= mayHaveArrived(effect);
      for (Long id : write.ids) {
        UpdateTrace trace = traces.get(id);
        if (mayHaveArrived(effect) || !trace.mayHaveArrived) {
          trace.reason = scripted.reason(i);
        }
        trace.mayHaveArrived |= mayHaveArrived(effect);
        trace.acknowledged |= effect == Effect.ACKNOWLEDGED;
        trace.named |= effect == Effect.NAMED || effect == Effect.PARTLY_NAMED;
        trace.refusedAlone |= alone && effect == Effect.NOT_APPLIED;
      }
    }
  }

  private static boolean mayHaveArrived(Effect effect) {
    return effect != Effect.NOT_APPLIED && effect != Effect.NAMED;
  }

  /** Returns the ids of the updates merged into an object; empty if they have no numbers. */
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

  public UpdateTrace update(long id) {
    return traces.getOrDefault(id, NONE);
  }

  /** Returns the writes of each user in the order of their first attempts. */
  Map<String, List<ObjectWrite>> writes() {
    return byUser;
  }

  /** True if updates are written to per-audience attributes. */
  boolean hasPerAudienceAttributes() {
    return hasPerAudienceAttributes;
  }

  public List<String> violations() {
    return violations;
  }
}
