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
record HeldMembership(
    boolean inDoubt,
    long writtenInFullAt,
    boolean full,
    Set<Long> members,
    HeldSet single,
    HeldSet array,
    Map<Long, HeldFlag> elements,
    Map<String, HeldFlag> flags) {

  /** A user of whom nothing is known. */
  static final HeldMembership UNKNOWN = ofNobody(false);

  /** A user of whom nothing was ever written, but who is declared to be in no audience. */
  static final HeldMembership IN_NO_AUDIENCE = ofNobody(true);

  /**
   * What was read back of attributes now, and what was known of others before. A name keeps its
   * owner, and what was accepted of an audience counts more than what was read.
   */
  HeldMembership over(HeldMembership before) {
    boolean arrayRead = array.form() != HeldSet.Form.UNKNOWN;
    Map<String, HeldFlag> both = new LinkedHashMap<>(before.flags);
    flags.forEach((name, read) -> both.merge(name, read, HeldMembership::ownedAsBefore));
    return new HeldMembership(
        inDoubt,
        before.writtenInFullAt,
        full,
        before.appliedTo(members),
        single.form() == HeldSet.Form.UNKNOWN ? before.single : single,
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

  private static HeldFlag ownedAsBefore(HeldFlag before, HeldFlag read) {
    return before.member() == null
        ? read
        : new HeldFlag(before.audienceId(), read.member(), read.text(), read.inDoubt());
  }

  boolean isStringInDoubt() {
    return single.form() == HeldSet.Form.IN_DOUBT;
  }

  boolean isArrayInDoubt() {
    return array.form() == HeldSet.Form.IN_DOUBT
        || elements.values().stream().anyMatch(HeldFlag::inDoubt);
  }

  /** The string attribute may name the audience, and the set to be written instead is known. */
  boolean mayHoldInString(long audienceId) {
    return full && single.mayHold(audienceId);
  }

  /** What is known of the element counts more than a doubt about the whole array. */
  boolean mayHoldInArray(long audienceId) {
    HeldFlag element = elements.get(audienceId);
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

  HeldMembership withFlags(UnaryOperator<Map<String, HeldFlag>> change) {
    return new HeldMembership(
        inDoubt,
        writtenInFullAt,
        full,
        members,
        single,
        array,
        elements,
        change.apply(new LinkedHashMap<>(flags)));
  }

  private static HeldMembership ofNobody(boolean full) {
    return new HeldMembership(
        false, 0, full, Set.of(), HeldSet.UNKNOWN, HeldSet.UNKNOWN, Map.of(), Map.of());
  }
}
