/** Output of a run: the file of outcomes, the summary in JSON, and the summary on the console. */
@NullMarked
package io.github.brazeaudience.cli.output;

import org.jspecify.annotations.NullMarked;
