/**
 * What one connection to Braze is configured with: the settings of mParticle's Braze Audience page
 * as immutable types.
 *
 * @see io.github.brazeaudience.config.BrazeAudienceConfig
 */
@NullMarked
package io.github.brazeaudience.config;

import org.jspecify.annotations.NullMarked;
