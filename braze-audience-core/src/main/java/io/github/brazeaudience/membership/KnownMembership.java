package io.github.brazeaudience.membership;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is known of one user under one set of attribute names. Immutable.
 *
 * @param inDoubt whether a write is in flight, or ended without a known result
 * @param writtenInFullAt when all of it was last written, in seconds of the epoch
 * @param full whether {@code members} are all audiences that the user is in, or only those known
 * @param members the audiences that the accepted updates come to, in the order in which they are
 *     written
 * @param single what the string attribute holds
 * @param array what the array attribute holds
 * @param elements the known elements of an array that was only ever changed, by audience
 * @param flags what the attributes per segment hold, and which audience owns each, by name
 */
record KnownMembership(
    boolean inDoubt,
    long writtenInFullAt,
    boolean full,
    Set<Long> members,
    KnownSet single,
    KnownSet array,
    Map<Long, KnownFlag> elements,
    Map<String, KnownFlag> flags) {

  /** A user of whom nothing is known. */
  static final KnownMembership UNKNOWN = ofNobody(false);

  /** A user of whom nothing was ever written, but who is declared to be in no audience. */
  static final KnownMembership IN_NO_AUDIENCE = ofNobody(true);

  /**
   * What was read back of attributes now, and what was known of others before. A name keeps its
   * owner, and what was accepted of an audience counts more than what was read.
   */
  KnownMembership over(KnownMembership before) {
    boolean arrayRead = array.form() != KnownSet.Form.UNKNOWN;
    Map<String, KnownFlag> both = new LinkedHashMap<>(before.flags);
    flags.forEach((name, read) -> both.merge(name, read, KnownMembership::ownedAsBefore));
    return new KnownMembership(
        inDoubt,
        before.writtenInFullAt,
        full,
        before.appliedTo(members),
        single.form() == KnownSet.Form.UNKNOWN ? before.single : single,
        arrayRead ? array : before.array,
        arrayRead ? elements : before.elements,
        both);
  }

  private Set<Long> appliedTo(Set<Long> read) {
    Set<Long> ids = new LinkedHashSet<>(read);
    Stream.concat(elements.values().stream(), flags.values().stream())
        .filter(known -> Boolean.FALSE.equals(known.member()))
        .forEach(left -> ids.remove(left.audienceId()));
    ids.addAll(members);
    return ids;
  }

  private static KnownFlag ownedAsBefore(KnownFlag before, KnownFlag read) {
    return before.member() == null
        ? read
        : new KnownFlag(before.audienceId(), read.member(), read.text(), read.inDoubt());
  }

  boolean isStringInDoubt() {
    return single.form() == KnownSet.Form.IN_DOUBT;
  }

  boolean isArrayInDoubt() {
    return array.form() == KnownSet.Form.IN_DOUBT
        || elements.values().stream().anyMatch(KnownFlag::inDoubt);
  }

  /** The string attribute may name the audience, and the set to be written instead is known. */
  boolean mayHoldInString(long audienceId) {
    return full && single.mayHold(audienceId);
  }

  /** What is known of the element counts more than a doubt about the whole array. */
  boolean mayHoldInArray(long audienceId) {
    KnownFlag element = elements.get(audienceId);
    return element != null ? element.mayBeIn() : array.mayHold(audienceId);
  }

  /** Something of the audience is held, or may be. */
  boolean mayHold(long audienceId) {
    return members.contains(audienceId)
        || mayHoldInString(audienceId)
        || mayHoldInArray(audienceId)
        || flags.values().stream()
            .anyMatch(
                flag -> flag.contested() || (flag.audienceId() == audienceId && flag.mayBeSet()));
  }

  KnownMembership withFlags(UnaryOperator<Map<String, KnownFlag>> change) {
    return new KnownMembership(
        inDoubt,
        writtenInFullAt,
        full,
        members,
        single,
        array,
        elements,
        change.apply(new LinkedHashMap<>(flags)));
  }

  private static KnownMembership ofNobody(boolean full) {
    return new KnownMembership(
        false, 0, full, Set.of(), KnownSet.UNKNOWN, KnownSet.UNKNOWN, Map.of(), Map.of());
  }
}
