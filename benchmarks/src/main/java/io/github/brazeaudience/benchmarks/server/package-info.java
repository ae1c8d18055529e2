/** The server that takes the requests, in a process of its own. */
@NullMarked
package io.github.brazeaudience.benchmarks.server;

import org.jspecify.annotations.NullMarked;
