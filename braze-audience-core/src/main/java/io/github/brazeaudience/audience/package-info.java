/**
 * What the caller says: users, the audiences they are in, and the updates that tell it.
 *
 * <p>A {@link io.github.brazeaudience.audience.MembershipSnapshot} says all audiences of a user
 * and, if the caller knows them, those that were left. A {@link
 * io.github.brazeaudience.audience.MembershipChange} says only what was entered and left, which is
 * enough in modes without the string attribute, or with a membership store.
 *
 * <pre>{@code
 * var user =
 *     UserProfile.builder()
 *         .customerId("u-1")
 *         .email("u1@example.com")
 *         .pushToken(PushToken.of(PushPlatform.ANDROID, "a-token"))
 *         .build();
 * var ibiza = Audience.of(11034, "Ibiza Dreamers");
 * var paris = Audience.of(11037, "Possible Parisians");
 *
 * var snapshot = MembershipSnapshot.of(user, ibiza).withLeft(List.of(paris));
 * var change = MembershipChange.of(user, List.of(ibiza), List.of(paris)).at(Instant.now());
 * forwarder.forward(List.of(snapshot)).accepted(); // -> 1
 * forwarder.forward(List.of(change)).rejected(); // -> 1
 * }</pre>
 *
 * <p>An audience's name is needed in modes that write it. No type here prints an identity.
 *
 * @see io.github.brazeaudience.audience.MembershipSnapshot
 * @see io.github.brazeaudience.audience.MembershipChange
 */
@NullMarked
package io.github.brazeaudience.audience;

import org.jspecify.annotations.NullMarked;
