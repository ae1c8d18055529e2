/**
 * Puts audience memberships on Braze profiles: the front door.
 *
 * @see io.github.brazeaudience.AudienceForwarder
 */
@NullMarked
package io.github.brazeaudience;

import org.jspecify.annotations.NullMarked;
