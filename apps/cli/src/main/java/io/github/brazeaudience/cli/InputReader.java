package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFiles;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.cli.output.InputPositions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the updates of all inputs, from the beginning or from a checkpoint.
 *
 * @param inputs the inputs, in order
 * @param start where reading starts
 * @param checkpoint records the progress, or null
 * @param target the endpoint and mode, as recorded in the checkpoint
 */
record InputReader(
    List<Input> inputs,
    InputFormat format,
    StartingPoint start,
    @Nullable CheckpointFile checkpoint,
    String target) {

  /** The size of all inputs in bytes, or -1 if one is unknown. */
  long totalBytes() {
    long total = 0;
    for (Input input : inputs) {
      if (input.size() < 0) {
        return -1;
      }
      total += input.size();
    }
    return total;
  }

  /** Opens the inputs. */
  InputFiles open(InputPositions positions, Cancellation cancellation) {
    return new InputFiles(inputs, format, positions, cancellation, start);
  }
}
