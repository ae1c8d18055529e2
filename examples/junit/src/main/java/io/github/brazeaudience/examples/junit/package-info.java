/** A service that writes to Braze and is tested without Braze. */
@NullMarked
package io.github.brazeaudience.examples.junit;

import org.jspecify.annotations.NullMarked;
