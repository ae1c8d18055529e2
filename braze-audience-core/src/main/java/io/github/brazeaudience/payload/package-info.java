/**
 * Payload builder: converts updates to request bodies. This package contains all rules of Braze and
 * of mParticle's connection about the data, as pure functions of a configuration. {@link
 * io.github.brazeaudience.AudienceForwarder#plan} returns the request bodies without sending them:
 *
 * <pre>{@code
 * var user = UserProfile.ofCustomerId("u-1");
 * var plan =
 *     forwarder.plan(List.of(MembershipSnapshot.of(user, Audience.of(11036), Audience.of(11034))));
 * new String(plan.bodies().get(0), UTF_8); // -> {"attributes":[{"external_id":"u-1","SegmentMembership":"'11036','11034'"}]}
 * }</pre>
 *
 * <p>An update that exceeds a limit of Braze is refused with a reason and never truncated, for
 * example if a string value is too long:
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
