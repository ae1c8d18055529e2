/** A service that writes to Braze, to be tested without Braze. */
@NullMarked
package io.github.brazeaudience.examples.junit;

import org.jspecify.annotations.NullMarked;
