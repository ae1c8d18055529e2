/**
 * The input of a forwarder: users, audiences, and updates of a user's memberships.
 *
 * <p>A {@link io.github.brazeaudience.audience.MembershipSnapshot} states all audiences of a user
 * and, if known, those the user has left. A {@link
 * io.github.brazeaudience.audience.MembershipChange} states only the audiences entered and left,
 * which is enough in modes without the string attribute, or with a membership store.
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
