package io.github.brazeaudience.membership;

import io.github.brazeaudience.payload.SegmentFlag;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the memberships of one user come to when updates are applied, one after the other, to what
 * was last accepted. Not safe for use by several threads.
 */
final class MembershipDraft {
  private final HeldMembership held;
  private final Set<Long> members;
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private boolean full;
  private boolean touched;

  MembershipDraft(HeldMembership held) {
    this.held = held;
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

  /** The attributes per segment that the updates set, by name. */
  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /** The audiences that the updates entered (true) and left (false) while no full set is known. */
  Map<Long, Boolean> elements() {
    return elements;
  }

  void apply(UserAttributes update) {
    Set<Long> fullSet = update.fullSet();
    if (fullSet != null) {
      applySnapshot(fullSet);
    }
    applyChange(update.entered(), update.left());
    update.flags().forEach(this::set);
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
  private void applySnapshot(Set<Long> ids) {
    for (String name : names()) {
      if (mayBeIn(name) && !ids.contains(owner(name))) {
        flags.put(name, new SegmentFlag(owner(name), false));
      }
    }
    members.retainAll(ids);
    members.addAll(ids);
    elements.clear();
    full = true;
    touched = true;
  }

  private void applyChange(Set<Long> entered, Set<Long> left) {
    members.removeAll(left);
    members.addAll(entered);
    if (!full) {
      entered.forEach(id -> elements.put(id, true));
      left.forEach(id -> elements.put(id, false));
    }
    touched |= !(entered.isEmpty() && left.isEmpty());
  }

  /** Sets an attribute; another one that is named after the same audience is an old name of it. */
  private void set(String name, SegmentFlag flag) {
    flags.put(name, flag);
    var unused = removeNames(flag.audienceId(), name);
  }

  /** Says whether there were any. */
  private boolean removeNames(long audienceId, String except) {
    boolean any = false;
    for (String other : names()) {
      if (!other.equals(except) && owner(other) == audienceId && mayBeSet(other)) {
        flags.put(other, new SegmentFlag(audienceId, null));
        any = true;
      }
    }
    return any;
  }

  /** The new attribute says what the old one did, and nothing for users who had none. */
  private void rename(long audienceId, String name) {
    if (removeNames(audienceId, name)) {
      flags.put(name, new SegmentFlag(audienceId, members.contains(audienceId)));
    }
  }

  private void retire(long audienceId) {
    touched |= members.remove(audienceId);
    var unused = removeNames(audienceId, "");
    HeldFlag element = held.elements().get(audienceId);
    if (!full && element != null && element.mayBeIn()) {
      elements.put(audienceId, false);
    }
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(held.flags().keySet());
    names.addAll(flags.keySet());
    return names;
  }

  /** The audience that an attribute is named after at present. */
  private long owner(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.audienceId() : known(name).audienceId();
  }

  private boolean mayBeIn(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? Boolean.TRUE.equals(flag.member()) : known(name).mayBeIn();
  }

  private boolean mayBeSet(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.member() != null : known(name).mayBeSet();
  }

  private HeldFlag known(String name) {
    return Objects.requireNonNull(held.flags().get(name), "a name is set here or was before");
  }
}
