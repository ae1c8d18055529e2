package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.checkpoint.Checkpointing;
import io.github.brazeaudience.cli.input.InputFiles;
import io.github.brazeaudience.cli.input.Place;
import io.github.brazeaudience.cli.output.InputPositions;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Forwards the updates of all inputs and records the progress in the checkpoint. */
final class ForwardOperation implements Operation {
  private final String command;
  private final InputReader reader;
  private final BrazeAudienceConfig config;
  private final boolean hasStore;
  private final CommandContext context;
  private final LineMessages messages;
  private final InputPositions positions = new InputPositions();
  private final List<String> failures = new ArrayList<>();

  /**
   * Forwards the updates of a reader.
   *
   * @param command the name of the command that forwards them
   * @param hasStore true if the forwarder has a membership store
   */
  ForwardOperation(
      String command,
      InputReader reader,
      BrazeAudienceConfig config,
      boolean hasStore,
      CommandContext context) {
    this.command = command;
    this.reader = reader;
    this.config = config;
    this.hasStore = hasStore;
    this.context = context;
    this.messages = new LineMessages(config, reader.format(), hasStore);
  }

  @Override
  public String command() {
    return command;
  }

  @Override
  public long updatesBefore() {
    return reader.start().updates();
  }

  @Override
  public long totalBytes() {
    return reader.totalBytes();
  }

  @Override
  public ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes) {
    Cancellation cancellation = context.cancellation();
    try (InputFiles files = reader.open(positions, cancellation)) {
      Checkpointing checkpointing =
          new Checkpointing(place -> save(place, files, outcomes), context.nanoTime());
      OutcomeHandler handler = outcome -> take(outcome, files, outcomes, checkpointing);
      WaitingInputs updates =
          new WaitingInputs(files, cancellation, () -> pause(files, outcomes, checkpointing));
      try {
        ForwardSummary sent =
            cancellation.interruptibly(() -> forwarder.forwardAll(updates, handler));
        if (sent.truncated()) {
          reportRest(files, sent.updates(), handler);
        }
        return outcomes.summary(sent);
      } finally {
        failures.addAll(files.failures());
        checkpointing.save(reached(files));
        checkpointing
            .failure()
            .ifPresent(e -> failures.add(ForwardRun.notComplete("--checkpoint", e)));
      }
    }
  }

  private void reportRest(InputFiles files, long pulled, OutcomeHandler handler) {
    DryRunTransport nowhere =
        new DryRunTransport(OutputStream.nullOutputStream(), context.cancellation());
    try (AudienceForwarder planner = AudienceForwarder.create(config, nowhere)) {
      new BufferedUpdates(planner, hasStore, files).report(pulled, handler);
    }
  }

  private void take(
      UserOutcome outcome, InputFiles files, RunOutcomes outcomes, Checkpointing checkpointing) {
    InputPositions.Origin origin = positions.finished(outcome.index());
    UserOutcome explained = messages.explain(outcome, origin);
    outcomes.take(explained, origin, positions.lowestOutstanding(), files.bytesRead());
    checkpointing.outcome(outcome, origin.before());
    checkpointing.reached(() -> reached(files));
  }

  /** Shows and saves the progress while an input waits. */
  private void pause(InputFiles files, RunOutcomes outcomes, Checkpointing checkpointing) {
    outcomes.pause();
    checkpointing.pause(() -> reached(files));
  }

  private Place reached(InputFiles files) {
    return positions.firstOutstanding().orElseGet(files::place);
  }

  /** Flushes the outcomes before the place first. */
  private void save(Place place, InputFiles files, RunOutcomes outcomes) throws IOException {
    CheckpointFile checkpoint = reader.checkpoint();
    if (checkpoint != null) {
      outcomes.flush();
      boolean complete = files.complete() && place.equals(files.place());
      checkpoint.save(
          new Checkpoint(reader.format(), reader.target(), files.before(place), place, complete));
    }
  }

  @Override
  public List<String> failures() {
    return failures;
  }
}
