/**
 * A {@link io.github.brazeaudience.membership.MembershipStore} in a file, for services and programs
 * that have to know after a restart what Braze holds.
 *
 * @see io.github.brazeaudience.store.FileMembershipStore
 */
@NullMarked
package io.github.brazeaudience.store;

import org.jspecify.annotations.NullMarked;
