/**
 * From an update to the bytes that Braze gets: pure functions of a configuration. The rules of
 * Braze and of mParticle's page that concern the data are here and nowhere else. {@link
 * io.github.brazeaudience.AudienceForwarder#plan} shows what comes of them without sending
 * anything:
 *
 * <pre>{@code
 * var user = UserProfile.ofCustomerId("u-1");
 * var plan =
 *     forwarder.plan(List.of(MembershipSnapshot.of(user, Audience.of(11036), Audience.of(11034))));
 * new String(plan.bodies().get(0), UTF_8); // -> {"attributes":[{"external_id":"u-1","SegmentMembership":"'11036','11034'"}]}
 * }</pre>
 *
 * <p>What would break a limit of Braze is refused with a reason, never cut: a string value that is
 * too long, for one.
 *
 * <pre>{@code
 * var many = IntStream.rangeClosed(11_001, 11_033).mapToObj(Audience::of).toList();
 * var user = UserProfile.ofCustomerId("u-1");
 * if (PayloadBuilder.of(config).build(MembershipSnapshot.of(user, many))
 *     instanceof PayloadRefusal refusal) {
 *   refusal.reason(); // -> VALUE_TOO_LONG
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.payload.PayloadBuilder
 */
@NullMarked
package io.github.brazeaudience.payload;

import org.jspecify.annotations.NullMarked;
