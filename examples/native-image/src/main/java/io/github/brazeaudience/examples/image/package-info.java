/** A program that is small enough to start as a native image for a single user. */
@NullMarked
package io.github.brazeaudience.examples.image;

import org.jspecify.annotations.NullMarked;
