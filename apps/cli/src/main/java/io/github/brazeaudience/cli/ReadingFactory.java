package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Resumption;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Makes of the options what is read and from where. */
final class ReadingFactory {
  private static final String SAMPLE = "sample.ndjson";

  private final Options options;
  private final Surroundings surroundings;

  ReadingFactory(Options options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
  }

  /**
   * Finds the inputs and the place in them.
   *
   * @throws IllegalArgumentException saying what is wrong with an input or the checkpoint
   */
  Reading create(BrazeAudienceConfig config) throws UsageException {
    String target = config.endpoints().rest() + " " + config.sendSegmentsAs();
    List<Input> inputs = inputs();
    if (options.checkpoint == null) {
      return new Reading(inputs, options.format, StartingPoint.beginning(), null, target);
    }
    CheckpointFile checkpoint = CheckpointFile.of(options.checkpoint);
    Optional<Checkpoint> earlier = checkpoint.load();
    StartingPoint start =
        earlier.isEmpty() ? StartingPoint.resumable(inputs.get(0)) : find(earlier.get(), inputs);
    earlier.ifPresent(found -> tell(found, target));
    return new Reading(inputs, options.format, start, options.dryRun ? null : checkpoint, target);
  }

  private StartingPoint find(Checkpoint checkpoint, List<Input> inputs) {
    if (checkpoint.format() != options.format) {
      throw new IllegalArgumentException(
          "the checkpoint is of a run with --format %s; name that, or another checkpoint"
              .formatted(checkpoint.format().label()));
    }
    Cancellation cancellation = surroundings.cancellation();
    Resumption resumption = new Resumption(inputs, options.format, cancellation);
    return cancellation.interruptibly(
        () -> resumption.find(checkpoint.before(), checkpoint.place()));
  }

  private void tell(Checkpoint checkpoint, String target) {
    long updates = checkpoint.place().updates();
    if (updates > 0) {
      surroundings.say(
          String.format(
              Locale.ROOT,
              "The checkpoint stands behind %,d updates%s.",
              updates,
              checkpoint.complete() ? ", which were all there were" : ""));
    }
    if (updates > 0 && !checkpoint.target().equals(target)) {
      surroundings.say(
          "Those were written to %s, what follows is written to %s."
              .formatted(checkpoint.target(), target));
    }
  }

  private List<Input> inputs() throws UsageException {
    if (options.files.isEmpty()) {
      if (options.demo && options.format != InputFormat.NDJSON) {
        throw new UsageException("the sample of --demo is ndjson; name a FILE of the other format");
      }
      return List.of(options.demo ? sample() : standardInput());
    }
    List<Input> inputs = new ArrayList<>();
    boolean standard = false;
    for (String file : options.files) {
      if (!file.equals(Input.STANDARD_INPUT)) {
        inputs.add(Input.file(file));
      } else if (standard) {
        throw new UsageException("- is given twice; standard input can be read once");
      } else {
        standard = true;
        inputs.add(standardInput());
      }
    }
    return inputs;
  }

  private Input standardInput() throws UsageException {
    InputStream in = surroundings.in();
    if (in == null) {
      throw new UsageException("standard input is closed; name a FILE, or send updates to it");
    }
    return Input.standard(in);
  }

  private static Input sample() {
    return Input.bundled(
        SAMPLE,
        Objects.requireNonNull(
            ReadingFactory.class.getResourceAsStream(SAMPLE), SAMPLE + " is missing"));
  }
}
