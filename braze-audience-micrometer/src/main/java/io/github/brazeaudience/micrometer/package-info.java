/**
 * Micrometer meters: {@link io.github.brazeaudience.micrometer.ForwarderMetrics} records the
 * requests, outcomes and outages of a forwarder in a {@code MeterRegistry}, and {@link
 * io.github.brazeaudience.micrometer.OutboxMetrics} shows the backlog of an outbox.
 *
 * <pre>{@code
 * var registry = new SimpleMeterRegistry();
 * var metrics = ForwarderMetrics.of(registry);
 * try (var own =
 *     AudienceForwarder.builder(config, OkHttpBrazeTransport.create()).listener(metrics).build()) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forwardAll(List.of(update).iterator(), metrics).accepted(); // -> 1
 * }
 * registry.get("braze.audience.updates").tag("outcome", "accepted").counter().count(); // -> 1.0
 * }</pre>
 *
 * @see io.github.brazeaudience.micrometer.ForwarderMetrics
 */
@NullMarked
package io.github.brazeaudience.micrometer;

import org.jspecify.annotations.NullMarked;
