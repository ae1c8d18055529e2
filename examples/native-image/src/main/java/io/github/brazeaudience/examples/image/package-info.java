/** A program for GraalVM's native-image that forwards one user. */
@NullMarked
package io.github.brazeaudience.examples.image;

import org.jspecify.annotations.NullMarked;
