package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.payload.SegmentFlag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Target membership of one user: starts with the known membership and applies updates in order. Not
 * thread-safe.
 */
final class MembershipDraft {
  private final KnownMembership known;
  private final Set<Long> members;
  private final NameOwnership names;
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private final Set<Long> retired = new LinkedHashSet<>();
  private StatementTimes times;
  private boolean full;
  private boolean touched;

  /**
   * Creates a draft without updates.
   *
   * @param contact the times of the user's email and push tokens
   * @param elsewhere the attributes per segment that are recorded under other configured names
   */
  MembershipDraft(KnownMembership known, ContactTimes contact, Map<String, KnownFlag> elsewhere) {
    this.known = known;
    this.members = new LinkedHashSet<>(known.members());
    this.names = new NameOwnership(known.flags(), known.claims(), elsewhere);
    this.times = new StatementTimes(known.times(), contact);
    this.full = known.full();
  }

  /** Returns true if {@link #members} are all audiences of the user. */
  boolean full() {
    return full;
  }

  Set<Long> members() {
    return members;
  }

  /** Returns true if an update was a snapshot or a change, not only a renaming or a retirement. */
  boolean touched() {
    return touched;
  }

  /** The attributes per segment that the updates set or remove, in any mode. */
  Map<String, SegmentFlag> flags() {
    return names.flags();
  }

  /**
   * The array elements to add (true) and remove (false). Used only while the full set is unknown.
   */
  Map<Long, Boolean> elements() {
    return elements;
  }

  /** The audiences to remove from the attributes of all modes. */
  Set<Long> retired() {
    return retired;
  }

  /** The times of the newest claims of attributes per segment, by name. */
  Map<String, Instant> claims() {
    return names.claims();
  }

  /** The times of the newest statements, including the updates. */
  StatementTimes times() {
    return times;
  }

  /** The update without the statements that are older than the times of this draft. */
  AttributesContent remaining(AttributesContent update) {
    return times.remaining(update, members);
  }

  /**
   * Applies the names that an update claims for audiences with newer statements. A name has its own
   * order: it belongs to the audience that the user entered last, even if the user has left that
   * audience since.
   *
   * @return true if a name changes its owner
   */
  boolean claimLate(AttributesContent update) {
    Instant timestamp = update.timestamp();
    AudienceTimes audiences = times.audiences();
    if (timestamp == null || audiences.isBeforeSnapshot(timestamp)) {
      return false;
    }
    boolean changed = false;
    for (Map.Entry<String, SegmentFlag> entry : update.flags().entrySet()) {
      long id = entry.getValue().audienceId();
      boolean entered = Boolean.TRUE.equals(entry.getValue().member());
      if (entered && audiences.isNewer(id, timestamp)) {
        changed |= names.claimLate(entry.getKey(), id, members.contains(id), timestamp);
      }
    }
    return changed;
  }

  /** Returns true if the record has no claim of a name that is as new as one of the update. */
  boolean isNewestClaim(AttributesContent update) {
    Instant timestamp = update.timestamp();
    if (timestamp == null || !known.times().isAfterSnapshot(timestamp)) {
      return false;
    }
    Map<String, Instant> claims = known.claims();
    return update.flags().entrySet().stream()
        .filter(flag -> Boolean.TRUE.equals(flag.getValue().member()))
        .map(flag -> claims.get(flag.getKey()))
        .anyMatch(claim -> claim == null || claim.isBefore(timestamp));
  }

  /** Applies what {@link #remaining} left of an update. */
  void apply(AttributesContent content) {
    if (content.fullSet() != null) {
      applySnapshot(content.fullSet(), content.forms().perSegment());
    }
    applyChange(content.entered(), content.left(), content.forms().array());
    content.flags().forEach((name, flag) -> names.claim(name, flag, content.timestamp()));
    content
        .other()
        .newNames()
        .forEach(
            (id, name) -> {
              if (name == null) {
                retire(id);
              } else {
                names.rename(id, name, members.contains(id));
              }
            });
    times = times.after(content);
  }

  /** Replaces the members. An audience that was a member before keeps its position. */
  private void applySnapshot(Set<Long> ids, boolean perSegment) {
    if (perSegment) {
      names.leaveAllBut(ids);
    }
    members.retainAll(ids);
    members.addAll(ids);
    elements.clear();
    retired.removeAll(ids);
    full = true;
    touched = true;
  }

  private void applyChange(Set<Long> entered, Set<Long> left, boolean array) {
    members.removeAll(left);
    members.addAll(entered);
    retired.removeAll(entered);
    if (!full && array) {
      entered.forEach(id -> elements.put(id, true));
      left.forEach(id -> elements.put(id, false));
    }
    touched |= !(entered.isEmpty() && left.isEmpty());
  }

  private void retire(long audienceId) {
    members.remove(audienceId);
    retired.add(audienceId);
    names.retire(audienceId);
    if (!full && (elements.containsKey(audienceId) || known.mayHaveArrayElement(audienceId))) {
      elements.put(audienceId, false);
    }
  }
}
