/** Writes the public API of each published module as text and compares it with the accepted API. */
@NullMarked
package io.github.brazeaudience.api;

import org.jspecify.annotations.NullMarked;
