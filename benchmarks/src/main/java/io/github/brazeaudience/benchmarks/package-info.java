/** Measures the library beside the least that does the same work, and tells of it. */
@NullMarked
package io.github.brazeaudience.benchmarks;

import org.jspecify.annotations.NullMarked;
