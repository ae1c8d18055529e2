/** Micrometer meters of a forwarder. */
@NullMarked
package io.github.brazeaudience.examples.micrometer;

import org.jspecify.annotations.NullMarked;
