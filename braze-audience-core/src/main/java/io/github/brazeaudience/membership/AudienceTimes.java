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
 * @param claims the times of the newest claims of attributes per segment, by name, if they are
 *     after the snapshot. A claim is a statement that the user entered an audience of this name.
 *     Only claims without a member are here; that of a member has the time of the member.
 */
record AudienceTimes(
    @Nullable Instant snapshot, Map<Long, Instant> audiences, Map<String, Instant> claims) {
  static final AudienceTimes NONE = new AudienceTimes(null, Map.of(), Map.of());

  boolean isNewer(long audienceId, Instant time) {
    Instant newest = newest(audienceId);
    return newest != null && newest.isAfter(time);
  }

  /** The time of the newest statement about the audience, null if none had a timestamp. */
  @Nullable Instant newest(long audienceId) {
    Instant own = audiences.get(audienceId);
    return own != null ? own : snapshot;
  }

  boolean isEachNewer(AttributesContent update, Instant time) {
    return update.fullSet() != null
        ? snapshot != null && snapshot.isAfter(time)
        : update.entered().stream().allMatch(id -> isNewer(id, time))
            && update.left().stream().allMatch(id -> isNewer(id, time));
  }

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

  /** The times after an update without the statements that are older than these. */
  AudienceTimes after(AttributesContent update, Instant time) {
    Map<Long, Instant> changed = new LinkedHashMap<>(audiences);
    if (update.fullSet() != null) {
      changed.values().removeIf(newest -> !newest.isAfter(time));
      return new AudienceTimes(time, changed, claims);
    }
    if (isAfterSnapshot(time)) {
      update.entered().forEach(id -> changed.put(id, time));
      update.left().forEach(id -> changed.put(id, time));
    }
    return new AudienceTimes(snapshot, changed, claims);
  }

  AudienceTimes withClaims(Map<String, Instant> changed) {
    return new AudienceTimes(snapshot, audiences, changed);
  }

  boolean isAfterSnapshot(Instant time) {
    return snapshot == null || time.isAfter(snapshot);
  }

  boolean isBeforeSnapshot(Instant time) {
    return snapshot != null && time.isBefore(snapshot);
  }
}
