/** Encoding of request bodies, by the library and by JSON libraries that write the same bytes. */
@NullMarked
package io.github.brazeaudience.benchmarks.body;

import org.jspecify.annotations.NullMarked;
