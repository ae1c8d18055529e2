/**
 * What tests of code that writes to Braze need: {@link io.github.brazeaudience.testing.FakeBraze},
 * a stateful Braze in this process, and a contract suite for transports.
 *
 * <p>{@code FakeBraze} needs no test framework. The contract suite needs JUnit Jupiter on the class
 * path.
 */
@NullMarked
package io.github.brazeaudience.testing;

import org.jspecify.annotations.NullMarked;
