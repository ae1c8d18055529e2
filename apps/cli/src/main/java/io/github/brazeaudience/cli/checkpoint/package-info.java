/**
 * How far a run has come, kept in a file, so that a run that was killed goes on where it was.
 *
 * <p>A checkpoint stands behind the longest prefix of updates whose outcomes are final. What was
 * sent from behind it is sent again: each update is delivered at least once.
 */
@NullMarked
package io.github.brazeaudience.cli.checkpoint;

import org.jspecify.annotations.NullMarked;
