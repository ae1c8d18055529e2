package io.github.brazeaudience.cli;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.UnknownUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Checks all that a run reads and writes, so that nothing is sent if some of it cannot work. */
final class TaskFactory {
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  private final Options options;
  private final BrazeAudienceConfig config;
  private final Surroundings surroundings;
  private final Deque<Undoing> begun = new ArrayDeque<>();

  /** Takes away what a run that does not start would have written. */
  private interface Undoing {
    void undo() throws IOException;
  }

  TaskFactory(Options options, BrazeAudienceConfig config, Surroundings surroundings) {
    this.options = options;
    this.config = config;
    this.surroundings = surroundings;
  }

  /** Opens what is written last, because that may make files. */
  Task create() throws UsageException {
    checkTogether();
    Task.Pace pace = new PaceFactory(options).create();
    try {
      if (!options.forget.isEmpty()) {
        return new Task(
            pace,
            new ForgetWork(options.forget, config),
            outputs(null),
            new MembershipFactory(options, config).open());
      }
      Work work = audienceWork();
      return work == null
          ? readingTask(pace, new ReadingFactory(options, surroundings).create(config))
          : new Task(pace, work, outputs(null), new MembershipFactory(options, config).open());
    } catch (IllegalArgumentException e) {
      undo(e);
      throw UsageException.because(e);
    } catch (UsageException e) {
      undo(e);
      throw e;
    }
  }

  private @Nullable Work audienceWork() throws UsageException {
    if (options.retire != null) {
      return AudienceWork.retiring(options.retire, surroundings.cancellation());
    }
    return options.rename == null
        ? null
        : AudienceWork.renaming(renamed(options.rename), surroundings.cancellation());
  }

  private static Audience renamed(String[] idAndName) throws UsageException {
    try {
      long id = new Converters.AudienceId().convert(idAndName[0]);
      if (idAndName[1].isBlank()) {
        throw new UsageException("--rename takes an ID and a NAME, but the name is blank");
      }
      return Audience.of(id, idAndName[1]);
    } catch (TypeConversionException e) {
      throw new UsageException("--rename takes an ID and a NAME; " + e.getMessage());
    }
  }

  private Task readingTask(Task.Pace pace, Reading reading) throws UsageException {
    Task.Outputs outputs = outputs(reading);
    if (reading.checkpoint() != null) {
      begin(reading.checkpoint(), reading);
    }
    return new Task(
        pace,
        new FileWork(reading, config, options.store != null, surroundings),
        outputs,
        new MembershipFactory(options, config).open());
  }

  private void checkForget() throws UsageException {
    if (options.forget.isEmpty()) {
      return;
    }
    needsStore("--forget", options.store == null);
    if (options.retire != null || !options.files.isEmpty() || options.checkpoint != null) {
      throw new UsageException(
          "--forget takes no FILE, no --retire and no --checkpoint: it only changes --store; run it alone");
    }
    if (options.dryRun) {
      throw new UsageException("--forget changes --store, which --dry-run does not; leave one out");
    }
    if (options.store != null && Files.notExists(Path.of(options.store))) {
      throw new UsageException(
          "--store: \"%s\" does not exist; name the file of earlier runs".formatted(options.store));
    }
    if (options.forget.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--forget needs an external id, not a blank one");
    }
  }

  private void checkTogether() throws UsageException {
    checkForget();
    if (options.store == null) {
      needsStore("--retire", options.retire != null);
      needsStore("--rename", options.rename != null);
      needsStore("--full", options.full);
      needsStore("--unknown-users", options.unknownUsers != null);
    }
    if (options.dryRun && options.unknownUsers == UnknownUsers.READ_BACK) {
      throw new UsageException(
          "--dry-run sends nothing, and so reads nothing back; with --unknown-users reject it says who"
              + " would be read back");
    }
    if (options.retire != null && options.rename != null) {
      throw new UsageException("--retire and --rename are both given; run one after the other");
    }
    checkWithoutInput("--retire", options.retire != null);
    checkWithoutInput("--rename", options.rename != null);
  }

  private void checkWithoutInput(String option, boolean given) throws UsageException {
    if (given && !options.files.isEmpty()) {
      throw new UsageException(
          option + " takes no FILE: the users are those of --store; leave the file out");
    }
    if (given && options.checkpoint != null) {
      throw new UsageException(
          option + " needs no --checkpoint: --store remembers who is done; leave it out");
    }
  }

  private static void needsStore(String option, boolean given) throws UsageException {
    if (given) {
      throw new UsageException(option + " needs what --store FILE remembers; name that file");
    }
  }

  private Task.Outputs outputs(@Nullable Reading reading) throws UsageException {
    OutputFile outcomes = open("--outcomes", options.outcomes);
    OutputFile summary = open("--summary", options.summary);
    CheckpointFile checkpoint = reading == null ? null : reading.checkpoint();
    new WrittenFiles()
        .add("--outcomes", outcomes == null ? null : outcomes.path())
        .add("--summary", summary == null ? null : summary.path())
        .add("--checkpoint", checkpoint == null ? null : checkpoint.path())
        .add("--checkpoint, as its .tmp,", checkpoint == null ? null : checkpoint.next())
        .add("--store", options.store == null ? null : MembershipFactory.file(options.store))
        .add("standard output", options.dryRun ? STANDARD_OUTPUT : null)
        .checkDistinct(reading == null ? List.of() : reading.inputs());
    return new Task.Outputs(outcomes, options.outcomesUnchanged, summary);
  }

  private @Nullable OutputFile open(String option, @Nullable String name) {
    OutputFile file = OutputFile.open(option, name);
    if (file != null) {
      begun.push(file::discard);
    }
    return file;
  }

  /** Shows that it can be written, before anything is sent. */
  private void begin(CheckpointFile checkpoint, Reading reading) {
    StartingPoint start = reading.start();
    begun.push(checkpoint::discard);
    try {
      checkpoint.save(
          new Checkpoint(reading.format(), reading.target(), start.ended(), start.place(), false));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--checkpoint: \"%s\" cannot be written; name a file in a directory that exists and that you may write to"
              .formatted(checkpoint.path()),
          e);
    }
  }

  private void undo(Exception because) {
    for (Undoing undoing : begun) {
      try {
        undoing.undo();
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
  }
}
