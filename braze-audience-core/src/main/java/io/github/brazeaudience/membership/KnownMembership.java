package io.github.brazeaudience.membership;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Known membership of one user under one set of attribute names. Immutable.
 *
 * @param pending true if a write is in flight or ended with an unknown result
 * @param writtenInFullAt the time of the last write in full, in seconds since the epoch
 * @param full true if {@code members} are all audiences of the user, false if there can be others
 * @param members the audiences of the user after the accepted updates, in writing order
 * @param single the string attribute
 * @param array the array attribute
 * @param elements the known elements of an array whose other elements are unknown, by audience
 * @param flags the attributes per segment, by name
 * @param times the times of the newest accepted statements about the audiences
 */
record KnownMembership(
    boolean pending,
    long writtenInFullAt,
    boolean full,
    Set<Long> members,
    KnownSet single,
    KnownSet array,
    Map<Long, KnownFlag> elements,
    Map<String, KnownFlag> flags,
    AudienceTimes times) {

  /** A user without a record. */
  static final KnownMembership UNKNOWN = withoutRecord(false);

  /** A user without a record who is declared to be in no audience. */
  static final KnownMembership IN_NO_AUDIENCE = withoutRecord(true);

  private static KnownMembership withoutRecord(boolean full) {
    return new KnownMembership(
        false,
        0,
        full,
        Set.of(),
        KnownSet.UNKNOWN,
        KnownSet.UNKNOWN,
        Map.of(),
        Map.of(),
        AudienceTimes.NONE);
  }

  /**
   * Merges this membership, which was read back, with the one known before. An attribute keeps its
   * owner, and an accepted value takes precedence over the value that was read.
   */
  KnownMembership mergedWith(KnownMembership before) {
    boolean arrayRead = array.form() != KnownSet.Form.UNKNOWN;
    Map<String, KnownFlag> mergedFlags = new LinkedHashMap<>(before.flags);
    flags.forEach((name, read) -> mergedFlags.merge(name, read, KnownMembership::keepOwner));
    return new KnownMembership(
        pending,
        before.writtenInFullAt,
        full,
        before.appliedTo(members),
        single.form() == KnownSet.Form.UNKNOWN ? before.single : single,
        arrayRead ? array : before.array,
        arrayRead ? elements : before.elements,
        mergedFlags,
        before.times);
  }

  private Set<Long> appliedTo(Set<Long> read) {
    Set<Long> ids = new LinkedHashSet<>(read);
    Stream.concat(elements.values().stream(), flags.values().stream())
        .filter(flag -> Boolean.FALSE.equals(flag.member()))
        .forEach(left -> ids.remove(left.audienceId()));
    ids.addAll(members);
    return ids;
  }

  private static KnownFlag keepOwner(KnownFlag before, KnownFlag read) {
    return before.member() == null
        ? read
        : new KnownFlag(before.audienceId(), read.member(), read.text(), read.pending());
  }

  boolean isStringPending() {
    return single.form() == KnownSet.Form.PENDING;
  }

  boolean isArrayPending() {
    return array.form() == KnownSet.Form.PENDING
        || elements.values().stream().anyMatch(KnownFlag::pending);
  }

  /** Returns true if the string may name the audience and the set to replace it is known. */
  boolean mayBeInString(long audienceId) {
    return full && single.mayContain(audienceId);
  }

  /** A known element takes precedence over a pending write of the whole array. */
  boolean mayHaveArrayElement(long audienceId) {
    KnownFlag element = elements.get(audienceId);
    return element != null ? element.mayBeMember() : array.mayContain(audienceId);
  }

  boolean mayMention(long audienceId) {
    return members.contains(audienceId)
        || mayBeInString(audienceId)
        || mayHaveArrayElement(audienceId)
        || flags.values().stream()
            .anyMatch(
                flag -> flag.contested() || (flag.audienceId() == audienceId && flag.mayBeSet()));
  }

  KnownMembership withFlags(UnaryOperator<Map<String, KnownFlag>> change) {
    return new KnownMembership(
        pending,
        writtenInFullAt,
        full,
        members,
        single,
        array,
        elements,
        change.apply(new LinkedHashMap<>(flags)),
        times);
  }

  /**
   * The times of the newest claims of attributes per segment, by name, if they are after the newest
   * snapshot. A claim before the snapshot cannot make an attribute true.
   */
  Map<String, Instant> claims() {
    Map<String, Instant> claims = new LinkedHashMap<>(times.claims());
    for (String name : flags.keySet()) {
      Instant own = claimOfMember(name);
      if (own != null && times.isAfterSnapshot(own)) {
        claims.merge(name, own, (first, second) -> first.isAfter(second) ? first : second);
      }
    }
    return claims;
  }

  /** Records the times of claims, apart from those that the other times contain. */
  KnownMembership withClaims(Map<String, Instant> claims) {
    if (claims.isEmpty() && times.claims().isEmpty()) {
      return this;
    }
    Map<String, Instant> recorded = new LinkedHashMap<>(claims);
    recorded
        .entrySet()
        .removeIf(
            claim -> {
              Instant own = claimOfMember(claim.getKey());
              return !times.isAfterSnapshot(claim.getValue())
                  || (own != null && !claim.getValue().isAfter(own));
            });
    return withTimes(times.withClaims(recorded));
  }

  /** The time at which the owner of an attribute claimed it, null if the user is not in it. */
  private @Nullable Instant claimOfMember(String name) {
    KnownFlag flag = flags.get(name);
    return flag != null && Boolean.TRUE.equals(flag.member()) && members.contains(flag.audienceId())
        ? times.newest(flag.audienceId())
        : null;
  }

  private KnownMembership withTimes(AudienceTimes changed) {
    return new KnownMembership(
        pending, writtenInFullAt, full, members, single, array, elements, flags, changed);
  }
}
