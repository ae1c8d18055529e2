/**
 * Membership store: records what each user's profile in Braze is known to hold, turns changes into
 * full sets, and avoids writing values that the profile already has.
 *
 * <p>A {@link io.github.brazeaudience.membership.MembershipStore} keeps one {@link
 * io.github.brazeaudience.membership.MembershipRecord} per user. For each user with updates, {@link
 * io.github.brazeaudience.membership.MembershipRules} compares the updates with the record and
 * returns a {@link io.github.brazeaudience.membership.MembershipDecision}: what to write, and how
 * the write changes the record.
 *
 * <p><b>Full sets.</b> A record is <i>full</i> if its members are all audiences of the user. A
 * snapshot makes it full. A change on a full record yields a new full set, which is what the string
 * and the array attribute are written from. Without a full set, a change can only add and remove
 * array elements and set attributes per segment; the string attribute cannot be written.
 *
 * <p><b>Pending writes.</b> Before a request is sent, the values that it writes are marked as
 * pending. If Braze accepts the write, they become the known values. If the write is rejected or
 * does not arrive, the record is restored. If the result is unknown, or the process dies, they stay
 * pending: the profile can have the old or the new value. The next write of the user is then in
 * full and also sets to false, or removes, every audience that only the pending write can have
 * added. An export from Braze can be stale and never settles a pending write.
 *
 * <p><b>Late updates.</b> A record has the times of the newest accepted statements about each
 * audience, the email and each push token. What an update with a timestamp states that is older is
 * left out, so such updates may arrive in any order. A statement of a pending write does not count.
 *
 * <p><b>Ownership.</b> An attribute per segment is named after its audience, and two audiences can
 * have one name after another. The audience that claimed a name last owns the attribute. An
 * audience that the user enters takes the name from any other audience that did not claim it in
 * this way later, even if the update is late and the user has left the audience, or the audience
 * has another name, since; an audience that the user leaves takes only a name that no other
 * audience owns. A name keeps the time of its newest claim until a later snapshot, even if its
 * attribute was removed. A pending claim does not transfer the ownership; the attribute is
 * <i>contested</i> until a write settles it.
 *
 * <p><b>Renaming and retirement.</b> An audience owns one name, so a claim of a new name removes
 * the attribute with the old name. A retired audience is removed from the attributes of all modes,
 * including those that the current configuration does not write.
 *
 * <p><b>Attribute names.</b> A record has one membership per set of configured attribute names, so
 * that forwarders with different names can share a store. Attributes per segment are shared between
 * these memberships and have one owner among all of them.
 *
 * <pre>{@code
 * var store = InMemoryMembershipStore.create();
 * try (var own =
 *     AudienceForwarder.builder(config, OkHttpBrazeTransport.create()).membership(store).build()) {
 *   var user = UserProfile.ofCustomerId("p-1");
 *   var entered = MembershipChange.of(user, List.of(Audience.of(11034)), List.of());
 *   own.forward(List.of(entered)).rejected(); // -> 1
 *   own.forward(List.of(MembershipSnapshot.of(user, Audience.of(11036)))).accepted(); // -> 1
 *   own.forward(List.of(entered)).accepted(); // -> 1
 *   own.forward(List.of(entered)).unchanged(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.membership.MembershipPolicy
 */
@NullMarked
package io.github.brazeaudience.membership;

import org.jspecify.annotations.NullMarked;
