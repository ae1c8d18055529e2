/**
 * Membership store in a file, for programs that must keep the known memberships across restarts.
 *
 * <p>Apart from the public types, classes in this package are confined to the store's thread unless
 * their comment states otherwise.
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
