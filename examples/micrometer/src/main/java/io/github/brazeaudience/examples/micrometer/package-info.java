/** Meters of a forwarder, for Micrometer. */
@NullMarked
package io.github.brazeaudience.examples.micrometer;

import org.jspecify.annotations.NullMarked;
