/**
 * Reads the public API of a module and writes it down, for comparison with what was last accepted.
 */
@NullMarked
package io.github.brazeaudience.api;

import org.jspecify.annotations.NullMarked;
