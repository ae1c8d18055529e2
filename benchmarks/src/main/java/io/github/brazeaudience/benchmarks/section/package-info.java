/** The sections of the report: each measures something and tells of it. */
@NullMarked
package io.github.brazeaudience.benchmarks.section;

import org.jspecify.annotations.NullMarked;
