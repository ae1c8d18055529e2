package io.github.brazeaudience.cli.checkpoint;

import io.github.brazeaudience.cli.input.BegunInput;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Place;
import java.util.List;

/**
 * How far a run has come.
 *
 * @param format what the inputs are written in
 * @param target where what stands before the place was sent, and in which form
 * @param before the inputs before that of the place, which were read to their ends
 * @param place all updates before it have final outcomes
 * @param complete whether no update stood behind it
 */
public record Checkpoint(
    InputFormat format, String target, List<BegunInput> before, Place place, boolean complete) {}
