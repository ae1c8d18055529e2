/**
 * Events of a forwarder, for metrics and for finding out why a run is slow. Events describe
 * requests, never users.
 *
 * <pre>{@code
 * var retries = new LongAdder();
 * ForwarderListener listener =
 *     new ForwarderListener() {
 *       public void retryScheduled(RetryScheduled event) {
 *         retries.increment();
 *       }
 *
 *       public void batchesHeld(BatchesHeld event) {
 *         System.err.println("requests are held: " + event.reason());
 *       }
 *     };
 * try (var own =
 *     AudienceForwarder.builder(config, OkHttpBrazeTransport.create()).listener(listener).build()) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forward(List.of(update)).complete(); // -> true
 * }
 * retries.sum(); // -> 0
 * }</pre>
 *
 * @see io.github.brazeaudience.event.ForwarderListener
 */
@NullMarked
package io.github.brazeaudience.event;

import org.jspecify.annotations.NullMarked;
