package io.github.brazeaudience.membership;

import io.github.brazeaudience.payload.SegmentFlag;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The memberships of one user when updates are applied, one after the other, to what was last
 * accepted. Not thread-safe.
 *
 * <p>An attribute per segment is owned by the audience that claimed its name last. A member claims
 * its name from any other audience; an audience that the user is not in claims only a name that no
 * other audience owns. An audience owns one name, so a claim gives up its other names.
 */
final class MembershipDraft {
  private final KnownMembership held;
  private final Map<String, KnownFlag> elsewhere;
  private final Set<Long> members;
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private final Set<Long> retired = new LinkedHashSet<>();
  private boolean full;
  private boolean touched;

  /**
   * A draft without updates.
   *
   * @param elsewhere the attributes per segment that are known under other sets of names
   */
  MembershipDraft(KnownMembership held, Map<String, KnownFlag> elsewhere) {
    this.held = held;
    this.elsewhere = elsewhere;
    this.members = new LinkedHashSet<>(held.members());
    this.full = held.full();
  }

  /** Whether {@link #members} are all audiences of the user. */
  boolean full() {
    return full;
  }

  Set<Long> members() {
    return members;
  }

  /** Whether an update said something about the set as a whole. */
  boolean touched() {
    return touched;
  }

  /** The attributes per segment that the updates set, by name, whatever the mode. */
  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /**
   * The audiences that the updates entered (true) and left (false) in an array while no full set is
   * known.
   */
  Map<Long, Boolean> elements() {
    return elements;
  }

  /** The audiences that are to be in no attribute, whatever the mode. */
  Set<Long> retired() {
    return retired;
  }

  void apply(UserAttributes update) {
    Set<Long> fullSet = update.fullSet();
    if (fullSet != null) {
      applySnapshot(fullSet, update.forms().perSegment());
    }
    applyChange(update.entered(), update.left(), update.forms().array());
    update.flags().forEach(this::claim);
    update
        .newNames()
        .forEach(
            (id, name) -> {
              if (name == null) {
                retire(id);
              } else {
                rename(id, name);
              }
            });
  }

  /** What was left is derived. Ids that are known keep their places. */
  private void applySnapshot(Set<Long> ids, boolean perSegment) {
    if (perSegment) {
      for (String name : names()) {
        if (mayBeIn(name) && !ids.contains(owner(name))) {
          flags.put(name, new SegmentFlag(owner(name), false));
        }
      }
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

  private void claim(String name, SegmentFlag flag) {
    if (Boolean.TRUE.equals(flag.member()) || !isOwnedByOtherThan(flag.audienceId(), name)) {
      flags.put(name, flag);
    }
    giveUpNames(flag.audienceId(), name);
  }

  private void giveUpNames(long audienceId, String except) {
    for (String name : names()) {
      if (!name.equals(except) && owner(name) == audienceId && mayBeSet(name)) {
        flags.put(name, new SegmentFlag(audienceId, null));
      }
    }
  }

  /** The new attribute says what the old one did, and nothing for users who had none. */
  private void rename(long audienceId, String name) {
    boolean named =
        names().stream()
            .anyMatch(old -> !old.equals(name) && owner(old) == audienceId && isKnownToBeSet(old));
    giveUpNames(audienceId, name);
    if (named) {
      claim(name, new SegmentFlag(audienceId, members.contains(audienceId)));
    }
  }

  /** A name that the audience may have claimed in a doubtful write goes back to its owner. */
  private void retire(long audienceId) {
    members.remove(audienceId);
    retired.add(audienceId);
    giveUpNames(audienceId, "");
    held.flags()
        .forEach(
            (name, flag) -> {
              if (flag.contested()) {
                flags.putIfAbsent(name, new SegmentFlag(flag.audienceId(), flag.member()));
              }
            });
    if (!full && (elements.containsKey(audienceId) || held.mayHoldInArray(audienceId))) {
      elements.put(audienceId, false);
    }
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(held.flags().keySet());
    names.addAll(flags.keySet());
    return names;
  }

  private long owner(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.audienceId() : known(name).audienceId();
  }

  private boolean isOwnedByOtherThan(long audienceId, String name) {
    SegmentFlag flag = flags.get(name);
    if (flag != null) {
      return flag.member() != null && flag.audienceId() != audienceId;
    }
    KnownFlag here = held.flags().get(name);
    KnownFlag there = elsewhere.get(name);
    return (here != null && here.isOwnedByOtherThan(audienceId))
        || (there != null && there.isOwnedByOtherThan(audienceId));
  }

  private boolean mayBeIn(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? Boolean.TRUE.equals(flag.member()) : known(name).mayBeIn();
  }

  private boolean mayBeSet(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.member() != null : known(name).mayBeSet();
  }

  private boolean isKnownToBeSet(String name) {
    SegmentFlag flag = flags.get(name);
    return (flag != null ? flag.member() : known(name).member()) != null;
  }

  private KnownFlag known(String name) {
    return Objects.requireNonNull(held.flags().get(name), "a name is set here or was before");
  }
}
