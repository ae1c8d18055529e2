package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.input.StartingPoint;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens everything that a run reads and writes, so a run that cannot work sends nothing. */
final class RunPlanFactory {
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  private final OutputOptions options;
  private final boolean dryRun;
  private final Pace pace;
  private final @Nullable MembershipFactory memberships;
  private final Deque<Undo> opened = new ArrayDeque<>();

  /** Removes a file that a run which does not start has created. */
  private interface Undo {
    void run() throws IOException;
  }

  /** Finds the inputs. */
  interface ReaderSource {
    InputReader create() throws UsageException;
  }

  /**
   * Opens nothing yet.
   *
   * @param memberships opens the membership store, or null if the run has none
   */
  RunPlanFactory(
      OutputOptions options, boolean dryRun, Pace pace, @Nullable MembershipFactory memberships) {
    this.options = options;
    this.dryRun = dryRun;
    this.pace = pace;
    this.memberships = memberships;
  }

  /** Plans a run that reads inputs. */
  RunPlan forward(ReaderSource readers, Function<InputReader, Operation> operation)
      throws UsageException {
    return undoIfRefused(
        () -> {
          InputReader reader = readers.create();
          RunPlan.Outputs outputs = outputs(reader);
          if (reader.checkpoint() != null) {
            begin(reader.checkpoint(), reader);
          }
          return new RunPlan(pace, operation.apply(reader), outputs, membership());
        });
  }

  /** Plans a run that reads no input. */
  RunPlan create(Operation operation) throws UsageException {
    return undoIfRefused(() -> new RunPlan(pace, operation, outputs(null), membership()));
  }

  /** The store is opened last, because that may create files. */
  private @Nullable Membership membership() throws UsageException {
    return memberships == null ? null : memberships.open();
  }

  private RunPlan undoIfRefused(BrazeRun.PlanSource plan) throws UsageException {
    try {
      return plan.create();
    } catch (IllegalArgumentException e) {
      undo(e);
      throw UsageException.because(e);
    } catch (UsageException e) {
      undo(e);
      throw e;
    }
  }

  private RunPlan.Outputs outputs(@Nullable InputReader reader) throws UsageException {
    OutputFile outcomes = open("--outcomes", options.outcomes);
    OutputFile summary = open("--summary", options.summary);
    OutputFile report = open("--report", options.report);
    CheckpointFile checkpoint = reader == null ? null : reader.checkpoint();
    new WrittenFiles()
        .add("--outcomes", outcomes == null ? null : outcomes.path())
        .add("--summary", summary == null ? null : summary.path())
        .add("--report", report == null ? null : report.path())
        .add("--checkpoint", checkpoint == null ? null : checkpoint.path())
        .add("--checkpoint, as its .tmp,", checkpoint == null ? null : checkpoint.next())
        .add("--store", memberships == null ? null : memberships.path())
        .add("standard output", dryRun ? STANDARD_OUTPUT : null)
        .checkDistinct(reader == null ? List.of() : reader.inputs());
    return new RunPlan.Outputs(
        outcomes, options.outcomesUnchanged, summary, report, options.given());
  }

  private @Nullable OutputFile open(String option, @Nullable String name) {
    OutputFile file = OutputFile.open(option, name);
    if (file != null) {
      opened.push(file::discard);
    }
    return file;
  }

  /** Writes the first checkpoint, to fail before anything is sent. */
  private void begin(CheckpointFile checkpoint, InputReader reader) {
    StartingPoint start = reader.start();
    opened.push(checkpoint::discard);
    try {
      checkpoint.save(
          new Checkpoint(reader.format(), reader.target(), start.ended(), start.place(), false));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--checkpoint: \"%s\" cannot be written; name a file in an existing directory that you may write to"
              .formatted(checkpoint.path()),
          e);
    }
  }

  private void undo(Exception because) {
    for (Undo undo : opened) {
      try {
        undo.run();
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
  }
}
