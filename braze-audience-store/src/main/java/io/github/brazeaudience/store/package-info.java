/**
 * A {@link io.github.brazeaudience.membership.MembershipStore} in a file, for programs whose
 * records must survive a restart.
 *
 * <pre>{@code
 * Path file = Files.createTempDirectory("memberships").resolve("users.store");
 * var snapshot = MembershipSnapshot.of(UserProfile.ofCustomerId("p-2"), Audience.of(11034));
 * try (var store = FileMembershipStore.open(file);
 *     var own =
 *         AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
 *             .membership(store)
 *             .build()) {
 *   own.forward(List.of(snapshot)).accepted(); // -> 1
 * }
 * try (var store = FileMembershipStore.open(file);
 *     var own =
 *         AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
 *             .membership(store)
 *             .build()) {
 *   own.forward(List.of(snapshot)).unchanged(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.store.FileMembershipStore
 */
@NullMarked
package io.github.brazeaudience.store;

import org.jspecify.annotations.NullMarked;
