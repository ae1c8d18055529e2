/** The report of a run as one HTML page: recorded events and outcomes, and how they are shown. */
@NullMarked
package io.github.brazeaudience.cli.report;

import org.jspecify.annotations.NullMarked;
