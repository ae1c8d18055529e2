/** The processes that are measured, and what they say of themselves. */
@NullMarked
package io.github.brazeaudience.benchmarks.process;

import org.jspecify.annotations.NullMarked;
