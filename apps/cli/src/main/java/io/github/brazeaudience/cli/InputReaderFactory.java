package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Resumption;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.options.UsageException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the inputs and the position to start from. */
final class InputReaderFactory {
  private static final String SAMPLE = "sample.ndjson";

  private final InputOptions options;
  private final CommandContext context;

  InputReaderFactory(InputOptions options, CommandContext context) {
    this.options = options;
    this.context = context;
  }

  /**
   * Creates the reader of a run.
   *
   * @param checkpointName the value of {@code --checkpoint}, or null
   * @throws IllegalArgumentException if an input or the checkpoint is unusable
   */
  InputReader create(BrazeAudienceConfig config, @Nullable String checkpointName, boolean dryRun)
      throws UsageException {
    String target = config.endpoints().rest() + " " + config.sendSegmentsAs();
    List<Input> inputs = options.files.isEmpty() ? List.of(standardInput()) : namedInputs();
    if (checkpointName == null) {
      return new InputReader(inputs, options.format, StartingPoint.beginning(), null, target);
    }
    CheckpointFile checkpoint = CheckpointFile.of(checkpointName);
    Optional<Checkpoint> earlier = checkpoint.load();
    StartingPoint start =
        earlier.isEmpty() ? StartingPoint.resumable(inputs.get(0)) : find(earlier.get(), inputs);
    earlier.ifPresent(found -> report(found, target));
    return new InputReader(inputs, options.format, start, dryRun ? null : checkpoint, target);
  }

  /** Creates the reader of a demo, which reads the bundled sample by default. */
  InputReader createForDemo(BrazeAudienceConfig config) throws UsageException {
    if (!options.files.isEmpty()) {
      return create(config, null, false);
    }
    if (options.format != InputFormat.NDJSON) {
      throw new UsageException("the sample of demo is ndjson; name a FILE of the other format");
    }
    return new InputReader(
        List.of(sample()), options.format, StartingPoint.beginning(), null, "demo");
  }

  private StartingPoint find(Checkpoint checkpoint, List<Input> inputs) {
    if (checkpoint.format() != options.format) {
      throw new IllegalArgumentException(
          "the checkpoint was written with --format %s; use that format, or name another checkpoint"
              .formatted(checkpoint.format().label()));
    }
    Cancellation cancellation = context.cancellation();
    Resumption resumption = new Resumption(inputs, options.format, cancellation);
    return cancellation.interruptibly(
        () -> resumption.find(checkpoint.before(), checkpoint.place()));
  }

  private void report(Checkpoint checkpoint, String target) {
    long updates = checkpoint.place().updates();
    if (updates > 0) {
      context.say(
          String.format(
              Locale.ROOT,
              "The checkpoint is at update %,d%s.",
              updates,
              checkpoint.complete() ? ", the last one" : ""));
    }
    if (updates > 0 && !checkpoint.target().equals(target)) {
      context.say(
          "Earlier updates were written to %s, later ones are written to %s."
              .formatted(checkpoint.target(), target));
    }
  }

  private List<Input> namedInputs() throws UsageException {
    List<Input> inputs = new ArrayList<>();
    boolean standard = false;
    for (String file : options.files) {
      if (!file.equals(Input.STANDARD_INPUT)) {
        inputs.add(Input.file(file));
      } else if (standard) {
        throw new UsageException("- is given twice, but standard input can be read only once");
      } else {
        standard = true;
        inputs.add(standardInput());
      }
    }
    return inputs;
  }

  private Input standardInput() throws UsageException {
    InputStream in = context.in();
    if (in == null) {
      throw new UsageException("standard input is closed; name a FILE, or redirect it");
    }
    return Input.standard(in);
  }

  private static Input sample() {
    return Input.bundled(
        SAMPLE,
        Objects.requireNonNull(
            InputReaderFactory.class.getResourceAsStream(SAMPLE), SAMPLE + " is missing"));
  }
}
