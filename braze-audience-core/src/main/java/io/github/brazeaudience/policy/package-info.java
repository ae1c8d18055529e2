/**
 * The policies of delivery, as values that are given to the forwarder's builder, and the contracts
 * of the clock and the scheduler that make them testable without waiting.
 */
@NullMarked
package io.github.brazeaudience.policy;

import org.jspecify.annotations.NullMarked;
