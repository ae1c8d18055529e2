/** Markdown and plots. */
@NullMarked
package io.github.brazeaudience.benchmarks.report;

import org.jspecify.annotations.NullMarked;
