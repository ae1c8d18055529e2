package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.StartingPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read.
 *
 * @param inputs the inputs, in order
 * @param format what they are written in
 * @param start where reading begins
 * @param checkpoint where it is kept how far the run has come, if anywhere
 * @param target where it is sent and in which form, as the checkpoint tells it
 */
record Reading(
    List<Input> inputs,
    InputFormat format,
    StartingPoint start,
    @Nullable CheckpointFile checkpoint,
    String target) {}
