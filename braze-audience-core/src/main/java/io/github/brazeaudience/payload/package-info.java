/**
 * From an update to the bytes that Braze gets: pure functions of a configuration. The rules of
 * Braze and of mParticle's page that concern the data are here and nowhere else.
 *
 * @see io.github.brazeaudience.payload.PayloadBuilder
 */
@NullMarked
package io.github.brazeaudience.payload;

import org.jspecify.annotations.NullMarked;
