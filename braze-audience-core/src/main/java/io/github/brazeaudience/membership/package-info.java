/**
 * What Braze is known to hold of each user, so that changes become full sets and only what changed
 * is sent.
 *
 * <p>A {@link io.github.brazeaudience.membership.MembershipStore} keeps a {@link
 * io.github.brazeaudience.membership.MembershipRecord} for each user. When an update's turn comes,
 * {@link io.github.brazeaudience.membership.MembershipRules} compares what is wanted with the
 * record and says what is to be written. Before the request leaves, the record is marked as in
 * doubt; the outcome makes what was written the record, restores it, or leaves the doubt.
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
