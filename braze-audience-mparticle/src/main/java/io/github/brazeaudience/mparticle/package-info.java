/**
 * mParticle Firehose: {@link io.github.brazeaudience.mparticle.FirehoseReader} converts files to
 * updates, {@link io.github.brazeaudience.mparticle.FirehoseMessage} parses single messages for a
 * receiver, and {@link io.github.brazeaudience.mparticle.FirehoseResponder} writes the responses
 * that mParticle expects.
 *
 * <pre>{@code
 * String message =
 *     """
 *     {"type": "audience_membership_change_request", "timestamp_ms": 1714592744065,
 *      "user_profiles": [
 *        {"user_identities": [{"type": "customer", "encoding": "raw", "value": "u-1"}],
 *         "audiences": [
 *           {"audience_id": 11034, "audience_name": "Ibiza Dreamers", "action": "add"}]}]}
 *     """;
 * var perSegment =
 *     BrazeAudienceConfig.builder()
 *         .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
 *         .instance(BrazeInstance.US_03)
 *         .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
 *         .build();
 * try (var own = AudienceForwarder.create(perSegment, OkHttpBrazeTransport.create())) {
 *   var updates = FirehoseReader.of(new ByteArrayInputStream(message.getBytes(UTF_8)));
 *   own.forwardAll(updates, outcome -> {}).accepted(); // -> 1
 * }
 * }</pre>
 *
 * @see io.github.brazeaudience.mparticle.FirehoseReader
 */
@NullMarked
package io.github.brazeaudience.mparticle;

import org.jspecify.annotations.NullMarked;
