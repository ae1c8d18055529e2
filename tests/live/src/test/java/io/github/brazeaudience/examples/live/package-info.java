/** Writes to a real workspace of Braze and compares what is read back. */
@NullMarked
package io.github.brazeaudience.examples.live;

import org.jspecify.annotations.NullMarked;
