/** Programs that are measured in a separate process. */
@NullMarked
package io.github.brazeaudience.benchmarks.run;

import org.jspecify.annotations.NullMarked;
