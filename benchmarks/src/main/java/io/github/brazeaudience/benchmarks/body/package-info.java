/** Request bodies: the library's builder beside JSON libraries that write the same bytes. */
@NullMarked
package io.github.brazeaudience.benchmarks.body;

import org.jspecify.annotations.NullMarked;
