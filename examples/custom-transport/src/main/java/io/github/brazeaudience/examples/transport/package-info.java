/** A custom transport over the HTTP client of the JDK. */
@NullMarked
package io.github.brazeaudience.examples.transport;

import org.jspecify.annotations.NullMarked;
