/** What is measured in a process of its own. */
@NullMarked
package io.github.brazeaudience.benchmarks.run;

import org.jspecify.annotations.NullMarked;
