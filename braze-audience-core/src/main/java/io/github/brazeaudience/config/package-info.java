/**
 * Configuration of one connection to Braze: the settings of mParticle's Braze Audience page as
 * immutable types. All settings except the key have a default.
 *
 * <pre>{@code
 * var config =
 *     BrazeAudienceConfig.builder()
 *         .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
 *         .instance(BrazeInstance.parse("EU 01 Cluster"))
 *         .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT)
 *         .externalIdentityType(IdentityType.CUSTOMER_ID)
 *         .build();
 * config.endpoints().rest(); // -> rest.fra-01.braze.eu
 * config.restApiKey(); // -> RestApiKey[redacted]
 * }</pre>
 *
 * <p>Two configurations that write the same attribute to the same workspace overwrite each other;
 * {@link io.github.brazeaudience.config.ConfigurationConflict} finds them:
 *
 * <pre>{@code
 * var twice = List.of(config, config);
 * ConfigurationConflict.find(twice).get(0).attributeName(); // -> SegmentMembership
 * }</pre>
 *
 * @see io.github.brazeaudience.config.BrazeAudienceConfig
 */
@NullMarked
package io.github.brazeaudience.config;

import org.jspecify.annotations.NullMarked;
