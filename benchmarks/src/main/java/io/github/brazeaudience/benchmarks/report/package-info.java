/** The report: a Markdown page with a plot. */
@NullMarked
package io.github.brazeaudience.benchmarks.report;

import org.jspecify.annotations.NullMarked;
