/**
 * What the caller says: users, the audiences they are in, and the updates that tell it.
 *
 * @see io.github.brazeaudience.audience.MembershipSnapshot
 * @see io.github.brazeaudience.audience.MembershipChange
 */
@NullMarked
package io.github.brazeaudience.audience;

import org.jspecify.annotations.NullMarked;
