package io.github.brazeaudience.membership;

import io.github.brazeaudience.payload.SegmentFlag;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Attributes per segment of one user, and the audience that owns each, while updates are applied.
 * Not thread-safe.
 *
 * <p>An attribute is named after an audience, and audiences are renamed, so two audiences can ask
 * for one name. The audience that claimed a name last owns it:
 *
 * <ul>
 *   <li>An audience that the user is in takes the name from any other audience, unless the user is
 *       in the other one by a newer statement.
 *   <li>An audience that the user is not in takes the name only if no other audience owns it.
 *   <li>An audience owns one name. A claim removes the attributes under its other names.
 * </ul>
 */
final class NameOwnership {
  private final Map<String, KnownFlag> known;
  private final Map<String, KnownFlag> elsewhere;
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();

  /**
   * Starts with the known attributes.
   *
   * @param known the attributes under the configured names
   * @param elsewhere the attributes that are recorded under other configured names
   */
  NameOwnership(Map<String, KnownFlag> known, Map<String, KnownFlag> elsewhere) {
    this.known = known;
    this.elsewhere = elsewhere;
  }

  /** The attributes that the updates set or, with a null member, remove. */
  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /**
   * Sets the attribute of an audience.
   *
   * @param isNewer true for the audiences with a newer statement than the claim
   */
  void claim(String name, SegmentFlag flag, LongPredicate isNewer) {
    boolean takes =
        Boolean.TRUE.equals(flag.member())
            ? !(isMember(name) && isNewer.test(owner(name)))
            : !isOwnedByOtherThan(flag.audienceId(), name);
    if (takes) {
      flags.put(name, flag);
    }
    release(flag.audienceId(), name);
  }

  /** Removes the attributes of an audience under all names but one. */
  private void release(long audienceId, String except) {
    for (String name : names()) {
      if (!name.equals(except) && owner(name) == audienceId && mayBeSet(name)) {
        flags.put(name, new SegmentFlag(audienceId, null));
      }
    }
  }

  /** Sets the attributes of all audiences but these to false. */
  void leaveAllBut(Set<Long> audienceIds) {
    for (String name : names()) {
      if (mayBeMember(name) && !audienceIds.contains(owner(name))) {
        flags.put(name, new SegmentFlag(owner(name), false));
      }
    }
  }

  /** Moves the attribute of an audience to a new name, if the profile is known to have it. */
  void rename(long audienceId, String newName, boolean member) {
    boolean hasAttribute =
        names().stream()
            .anyMatch(
                name -> !name.equals(newName) && owner(name) == audienceId && isKnownToBeSet(name));
    release(audienceId, newName);
    if (hasAttribute) {
      claim(newName, new SegmentFlag(audienceId, member), other -> false);
    }
  }

  /**
   * Removes the attributes of an audience. A pending write may have claimed a name for this
   * audience, so each contested name is written again for its owner.
   */
  void retire(long audienceId) {
    release(audienceId, "");
    known.forEach(
        (name, flag) -> {
          if (flag.contested()) {
            flags.putIfAbsent(name, new SegmentFlag(flag.audienceId(), flag.member()));
          }
        });
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(known.keySet());
    names.addAll(flags.keySet());
    return names;
  }

  private long owner(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.audienceId() : before(name).audienceId();
  }

  private boolean isOwnedByOtherThan(long audienceId, String name) {
    SegmentFlag flag = flags.get(name);
    if (flag != null) {
      return flag.member() != null && flag.audienceId() != audienceId;
    }
    KnownFlag here = known.get(name);
    KnownFlag there = elsewhere.get(name);
    return (here != null && here.isOwnedByOtherThan(audienceId))
        || (there != null && there.isOwnedByOtherThan(audienceId));
  }

  private boolean isMember(String name) {
    SegmentFlag flag = flags.get(name);
    KnownFlag here = known.get(name);
    Boolean member = flag != null ? flag.member() : here != null ? here.member() : null;
    return Boolean.TRUE.equals(member);
  }

  private boolean mayBeMember(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null
        ? Boolean.TRUE.equals(flag.member())
        : before(name).isOwned() && before(name).mayBeMember();
  }

  private boolean mayBeSet(String name) {
    SegmentFlag flag = flags.get(name);
    return flag != null ? flag.member() != null : before(name).mayBeSet();
  }

  private boolean isKnownToBeSet(String name) {
    SegmentFlag flag = flags.get(name);
    return (flag != null ? flag.member() : before(name).member()) != null;
  }

  private KnownFlag before(String name) {
    return Objects.requireNonNull(known.get(name), "the name is neither known nor set");
  }
}
