/** The HTTP server of the benchmarks, which runs in a separate process. */
@NullMarked
package io.github.brazeaudience.benchmarks.server;

import org.jspecify.annotations.NullMarked;
