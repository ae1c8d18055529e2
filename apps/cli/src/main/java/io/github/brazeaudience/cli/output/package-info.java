/**
 * What a run leaves behind: the file of outcomes, the summary for machines and the one for people.
 */
@NullMarked
package io.github.brazeaudience.cli.output;

import org.jspecify.annotations.NullMarked;
