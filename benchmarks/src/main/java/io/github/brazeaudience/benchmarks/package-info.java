/** Benchmarks of the library against a minimal implementation of the same work. */
@NullMarked
package io.github.brazeaudience.benchmarks;

import org.jspecify.annotations.NullMarked;
