package io.github.brazeaudience.membership;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one user under one set of attribute names. Immutable.
 *
 * @param inDoubt whether a write is under way, or ended without anybody knowing how
 * @param writtenInFullAt when all of it was last written, in seconds of the epoch
 * @param full whether {@code members} are all audiences that the user is in, or only those known
 * @param members the audiences that the accepted updates come to, in the order in which they are
 *     written
 * @param single what the string attribute holds
 * @param array what the array attribute holds
 * @param elements the known elements of an array that was only ever changed, by audience
 * @param flags what the attributes per segment hold, by name
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

  /** What was read back of attributes now, and what was known of others before. */
  HeldMembership over(HeldMembership before) {
    Map<String, HeldFlag> both = new LinkedHashMap<>(before.flags);
    both.putAll(flags);
    return new HeldMembership(
        inDoubt, before.writtenInFullAt, full, members, single, array, elements, both);
  }

  private static HeldMembership ofNobody(boolean full) {
    return new HeldMembership(
        false, 0, full, Set.of(), HeldSet.UNKNOWN, HeldSet.UNKNOWN, Map.of(), Map.of());
  }
}
