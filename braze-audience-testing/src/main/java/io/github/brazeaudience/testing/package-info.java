/**
 * What tests of code that writes to Braze need: {@link io.github.brazeaudience.testing.FakeBraze},
 * a stateful Braze in this process, and contract suites for transports and membership stores.
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
 *   try (var own = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
 *     var report =
 *         own.forward(
 *             List.of(
 *                 MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034)),
 *                 MembershipSnapshot.of(UserProfile.ofCustomerId("u-2"), Audience.of(11034))));
 *     report.accepted(); // -> 1
 *     report.rejected(); // -> 1
 *   }
 *   var dreamers = SegmentFilter.matchesRegex("SegmentMembership", "'11034'");
 *   braze.profile("u-1").orElseThrow().matches(dreamers); // -> true
 *   braze.requests(); // -> 2
 * }
 * }</pre>
 *
 * <p>{@code FakeBraze} needs no test framework. The contract suites need JUnit Jupiter on the class
 * path.
 */
@NullMarked
package io.github.brazeaudience.testing;

import org.jspecify.annotations.NullMarked;
