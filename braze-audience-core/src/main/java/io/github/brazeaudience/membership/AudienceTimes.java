package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.AttributesContent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Times of the newest accepted statements about the audiences of one user. Immutable.
 *
 * @param snapshot the time of the newest snapshot, null if none had a timestamp
 * @param audiences the times of later statements about single audiences
 * @param entered the times at which the user last entered audiences that a later change has left,
 *     if they are after the snapshot. Only audiences that claimed an attribute per segment have
 *     one.
 */
record AudienceTimes(
    @Nullable Instant snapshot, Map<Long, Instant> audiences, Map<Long, Instant> entered) {
  static final AudienceTimes NONE = new AudienceTimes(null, Map.of(), Map.of());

  /** Returns true if a statement about the audience is newer than the time. */
  boolean isNewer(long audienceId, Instant time) {
    Instant newest = newest(audienceId);
    return newest != null && newest.isAfter(time);
  }

  private @Nullable Instant newest(long audienceId) {
    Instant own = audiences.get(audienceId);
    return own != null ? own : snapshot;
  }

  /**
   * Returns true if the user entered the audience after the time.
   *
   * @param members the audiences of the user
   */
  boolean isEnteredAfter(long audienceId, Set<Long> members, Instant time) {
    Instant last = members.contains(audienceId) ? newest(audienceId) : entered.get(audienceId);
    return last != null && last.isAfter(time);
  }

  /** Returns true if every audience that the update mentions has a newer statement. */
  boolean isEachNewer(AttributesContent update, Instant time) {
    return update.fullSet() != null
        ? snapshot != null && snapshot.isAfter(time)
        : update.entered().stream().allMatch(id -> isNewer(id, time))
            && update.left().stream().allMatch(id -> isNewer(id, time));
  }

  /** The audiences of an update without those that have a newer statement. */
  Set<Long> withoutNewer(Set<Long> ids, Instant time) {
    Set<Long> remaining = new LinkedHashSet<>(ids);
    remaining.removeIf(id -> isNewer(id, time));
    return remaining;
  }

  /** The audiences after a snapshot: those with a newer statement stay as they are. */
  Set<Long> membersAfter(Set<Long> snapshotIds, Set<Long> members, Instant time) {
    Set<Long> after = withoutNewer(snapshotIds, time);
    members.stream().filter(id -> isNewer(id, time)).forEach(after::add);
    return after;
  }

  /**
   * The times after an update without the statements that are older than these.
   *
   * @param members the audiences of the user before the update
   */
  AudienceTimes after(AttributesContent update, Set<Long> members, Instant time) {
    Map<Long, Instant> changed = new LinkedHashMap<>(audiences);
    Map<Long, Instant> changedEntered = new LinkedHashMap<>(entered);
    if (update.fullSet() != null) {
      changed.values().removeIf(newest -> !newest.isAfter(time));
      changedEntered.values().removeIf(newest -> !newest.isAfter(time));
      return new AudienceTimes(time, changed, changedEntered);
    }
    if (isAfterSnapshot(time)) {
      update.entered().forEach(id -> changed.put(id, time));
      update.left().forEach(id -> changed.put(id, time));
      changedEntered.keySet().removeAll(update.entered());
      update.flags().values().stream()
          .map(flag -> flag.audienceId())
          .filter(id -> update.left().contains(id) && members.contains(id))
          .filter(audiences::containsKey)
          .forEach(id -> changedEntered.put(id, audiences.get(id)));
    }
    return new AudienceTimes(snapshot, changed, changedEntered);
  }

  /**
   * The times after an update that states, too late, that the user entered an audience.
   *
   * @param members the audiences of the user
   */
  AudienceTimes afterEnteredLate(long audienceId, Set<Long> members, Instant time) {
    if (!isAfterSnapshot(time) || isEnteredAfter(audienceId, members, time)) {
      return this;
    }
    Map<Long, Instant> changedEntered = new LinkedHashMap<>(entered);
    changedEntered.put(audienceId, time);
    return new AudienceTimes(snapshot, audiences, changedEntered);
  }

  private boolean isAfterSnapshot(Instant time) {
    return snapshot == null || time.isAfter(snapshot);
  }
}
