/**
 * In-process fake of Braze for tests: {@link io.github.brazeaudience.testing.FakeBraze}. The
 * package {@code contract} has suites for transports and membership stores.
 *
 * <pre>{@code
 * try (var braze = FakeBraze.start()) {
 *   var config =
 *       BrazeAudienceConfig.builder()
 *           .restApiKey(braze.restApiKey())
 *           .endpoints(braze.endpoints())
 *           .build();
 *   braze.next(Fault.status(503)).poison("u-2", Poison.named("BLACKLISTED_EXTERNAL_USER_ID"));
 *
 *   try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
 *     var report =
 *         forwarder.forward(
 *             List.of(
 *                 MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034)),
 *                 MembershipSnapshot.of(UserProfile.ofCustomerId("u-2"), Audience.of(11034))));
 *     report.accepted(); // -> 1
 *     report.rejected(); // -> 1
 *   }
 *   var filter = SegmentFilter.matchesRegex("SegmentMembership", "'11034'");
 *   braze.profile("u-1").orElseThrow().matches(filter); // -> true
 *   braze.requests(); // -> 2
 * }
 * }</pre>
 *
 * <p>{@code FakeBraze} needs no test framework. The contract suites need JUnit Jupiter.
 */
@NullMarked
package io.github.brazeaudience.testing;

import org.jspecify.annotations.NullMarked;
