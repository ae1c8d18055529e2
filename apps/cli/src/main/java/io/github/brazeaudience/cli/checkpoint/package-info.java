/**
 * Progress of a run in a file, that a killed run resumes from.
 *
 * <p>A checkpoint is at the end of the longest prefix of updates with final outcomes. Updates after
 * it that were sent already are sent again, so each update is delivered at least once.
 */
@NullMarked
package io.github.brazeaudience.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
