/** Child processes: the server and the measured programs. */
@NullMarked
package io.github.brazeaudience.benchmarks.process;

import org.jspecify.annotations.NullMarked;
