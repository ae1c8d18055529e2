package io.github.brazeaudience.membership;

import io.github.brazeaudience.payload.SegmentFlag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes per segment of one user, and the audience that owns each, while updates are applied.
 * Not thread-safe.
 *
 * <p>An attribute is named after an audience, and audiences are renamed, so two audiences can ask
 * for one name. The audience that claimed a name last owns it:
 *
 * <ul>
 *   <li>An audience that the user enters takes the name from any other audience, unless another
 *       audience claimed the name in this way later.
 *   <li>An audience that the user is not in takes the name only if no other audience owns it.
 *   <li>An audience owns one name. A claim removes the attributes under its other names.
 * </ul>
 */
final class NameOwnership {
  private final Map<String, KnownFlag> known;
  private final Map<String, Instant> claims;
  private final Map<String, KnownFlag> elsewhere;
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();

  /**
   * Starts with the known attributes.
   *
   * @param known the attributes under the configured names
   * @param claims the times of their newest claims
   * @param elsewhere the attributes that are recorded under other configured names
   */
  NameOwnership(
      Map<String, KnownFlag> known, Map<String, Instant> claims, Map<String, KnownFlag> elsewhere) {
    this.known = known;
    this.claims = new LinkedHashMap<>(claims);
    this.elsewhere = elsewhere;
  }

  /** The attributes that the updates set or, with a null member, remove. */
  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /**
   * The times of the newest claims by audiences that the user entered. A name keeps its time when
   * its attribute is removed.
   */
  Map<String, Instant> claims() {
    return claims;
  }

  /**
   * Sets the attribute of an audience.
   *
   * @param timestamp the time of the claim, null if it has none
   */
  void claim(String name, SegmentFlag flag, @Nullable Instant timestamp) {
    boolean entered = Boolean.TRUE.equals(flag.member());
    boolean takes =
        entered
            ? timestamp == null || isNewestClaim(name, timestamp)
            : !isOwnedByOtherThan(flag.audienceId(), name);
    if (takes) {
      flags.put(name, flag);
    }
    // A pending write can have set a name that another audience claimed later.
    boolean releasesAll = entered && !takes;
    release(flag.audienceId(), releasesAll ? "" : name);
  }

  /**
   * Takes a name over for an audience that the user entered, and about which there is a newer
   * statement: the user has left the audience since, or the audience has another name.
   *
   * @param member true if the user is in the audience
   * @return true if the name changes its owner
   */
  boolean claimLate(String name, long audienceId, boolean member, Instant timestamp) {
    if (!isNewestClaim(name, timestamp) || !hasOtherOwner(name, audienceId)) {
      return false;
    }
    boolean removed = member || ownsAnotherName(audienceId, name);
    flags.put(name, new SegmentFlag(audienceId, removed ? null : false));
    return true;
  }

  /** Records the time of a claim, and returns true if no claim of the name is newer. */
  private boolean isNewestClaim(String name, Instant timestamp) {
    return claims.merge(name, timestamp, ContactTimes::later).equals(timestamp);
  }

  private boolean ownsAnotherName(long audienceId, String than) {
    return names().stream()
        .anyMatch(name -> !name.equals(than) && owner(name) == audienceId && mayBeSet(name));
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
      claim(newName, new SegmentFlag(audienceId, member), null);
    }
  }

  /**
   * Removes the attributes of an audience. A pending write may have claimed a name for this
   * audience, so each contested name is written again for its owner.
   */
  void retire(long audienceId) {
    names().stream().filter(name -> owner(name) == audienceId).forEach(claims::remove);
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
    KnownFlag there = flags.containsKey(name) ? null : elsewhere.get(name);
    return hasOtherOwner(name, audienceId)
        || (there != null && there.isOwnedByOtherThan(audienceId));
  }

  /** Returns true if another audience owns the name under the configured names. */
  private boolean hasOtherOwner(String name, long audienceId) {
    SegmentFlag flag = flags.get(name);
    if (flag != null) {
      return flag.member() != null && flag.audienceId() != audienceId;
    }
    KnownFlag here = known.get(name);
    return here != null && here.isOwnedByOtherThan(audienceId);
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
