/**
 * Reads what mParticle sends into updates.
 *
 * @see io.github.brazeaudience.mparticle.FirehoseReader
 */
@NullMarked
package io.github.brazeaudience.mparticle;

import org.jspecify.annotations.NullMarked;
