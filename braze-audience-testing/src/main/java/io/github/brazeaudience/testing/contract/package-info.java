/**
 * JUnit Jupiter suites for implementations of {@link
 * io.github.brazeaudience.transport.BrazeTransport} and {@link
 * io.github.brazeaudience.membership.MembershipStore}.
 *
 * <pre>{@code
 * class MyTransportTest extends BrazeTransportContract {
 *   @Override
 *   protected BrazeTransport newTransport() {
 *     return new MyTransport();
 *   }
 * }
 * }</pre>
 *
 * <p>JUnit Jupiter is an optional dependency of this module. A build that uses the suites declares
 * it.
 */
@NullMarked
package io.github.brazeaudience.testing.contract;

import org.jspecify.annotations.NullMarked;
