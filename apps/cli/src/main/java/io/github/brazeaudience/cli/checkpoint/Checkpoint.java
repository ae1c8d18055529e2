package io.github.brazeaudience.cli.checkpoint;

import io.github.brazeaudience.cli.input.BegunInput;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Place;
import java.util.List;

/**
 * Progress of a run.
 *
 * @param target the endpoint and mode of the updates before the place
 * @param before the inputs that were read completely
 * @param place all updates before it have final outcomes
 * @param complete true if no update followed
 */
public record Checkpoint(
    InputFormat format, String target, List<BegunInput> before, Place place, boolean complete) {}
