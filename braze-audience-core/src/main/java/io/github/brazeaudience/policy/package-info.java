/**
 * Delivery policies that are set on the forwarder's builder, and interfaces for the clock and the
 * scheduler, which make delivery testable without waiting.
 *
 * <pre>{@code
 * var limiter = RateLimiter.of(500, Duration.ofSeconds(1)); // share it: Braze counts per company
 * var patient =
 *     RetryPolicy.defaults()
 *         .withDeadline(Duration.ofMinutes(30))
 *         .withOutageLimit(Duration.ofHours(1));
 * try (var own =
 *     AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
 *         .rateLimiter(limiter)
 *         .retryPolicy(patient)
 *         .maxInFlight(32)
 *         .build()) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forward(List.of(update)).requests(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.policy.RetryPolicy
 * @see io.github.brazeaudience.policy.RateLimiter
 */
@NullMarked
package io.github.brazeaudience.policy;

import org.jspecify.annotations.NullMarked;
