/** Example of a custom transport over the JDK's HTTP client. */
@NullMarked
package io.github.brazeaudience.examples.transport;

import org.jspecify.annotations.NullMarked;
