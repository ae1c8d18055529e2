/** The sections of the report. */
@NullMarked
package io.github.brazeaudience.benchmarks.section;

import org.jspecify.annotations.NullMarked;
