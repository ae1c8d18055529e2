/**
 * JUnit Jupiter contract suites for implementations of {@link
 * io.github.brazeaudience.transport.BrazeTransport} and {@link
 * io.github.brazeaudience.membership.MembershipStore}. A build that uses them declares JUnit
 * Jupiter itself.
 */
@NullMarked
package io.github.brazeaudience.testing.contract;

import org.jspecify.annotations.NullMarked;
