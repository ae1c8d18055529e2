package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.cli.checkpoint.Checkpoint;
import io.github.brazeaudience.cli.checkpoint.CheckpointFile;
import io.github.brazeaudience.cli.checkpoint.Checkpointing;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFiles;
import io.github.brazeaudience.cli.input.Place;
import io.github.brazeaudience.cli.output.Origins;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Forwards the updates of all inputs, and keeps how far it has come. */
final class FileWork implements Work {
  private final Reading reading;
  private final BrazeAudienceConfig config;
  private final boolean remembers;
  private final Surroundings surroundings;
  private final Origins origins = new Origins();
  private final List<String> failures = new ArrayList<>();

  /**
   * Reads what was found.
   *
   * @param remembers whether the forwarder has a store
   */
  FileWork(
      Reading reading, BrazeAudienceConfig config, boolean remembers, Surroundings surroundings) {
    this.reading = reading;
    this.config = config;
    this.remembers = remembers;
    this.surroundings = surroundings;
  }

  @Override
  public long updatesBefore() {
    return reading.start().updates();
  }

  @Override
  public long totalBytes() {
    long total = 0;
    for (Input input : reading.inputs()) {
      if (input.size() < 0) {
        return -1;
      }
      total += input.size();
    }
    return total;
  }

  @Override
  public ForwardSummary run(AudienceForwarder forwarder, RunOutcomes outcomes) {
    Cancellation cancellation = surroundings.cancellation();
    try (InputFiles files =
        new InputFiles(
            reading.inputs(), reading.format(), origins, cancellation, reading.start())) {
      Checkpointing checkpointing =
          new Checkpointing(place -> save(place, files, outcomes), surroundings.nanoTime());
      OutcomeHandler handler = outcome -> take(outcome, files, outcomes, checkpointing);
      WaitingInputs updates =
          new WaitingInputs(files, cancellation, () -> pause(files, outcomes, checkpointing));
      try {
        ForwardSummary sent =
            cancellation.interruptibly(() -> forwarder.forwardAll(updates, handler));
        if (sent.truncated()) {
          handOverTheRest(files, sent.updates(), handler);
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

  private void handOverTheRest(InputFiles files, long pulled, OutcomeHandler handler) {
    DryRunTransport nowhere =
        new DryRunTransport(OutputStream.nullOutputStream(), surroundings.cancellation());
    try (AudienceForwarder planner = AudienceForwarder.create(config, nowhere)) {
      new UnpulledUpdates(planner, remembers, files).handOver(pulled, handler);
    }
  }

  private void take(
      UserOutcome outcome, InputFiles files, RunOutcomes outcomes, Checkpointing checkpointing) {
    Origins.Origin origin = origins.finished(outcome.index());
    outcomes.take(outcome, origin, origins.lowestOutstanding(), files.bytesRead());
    checkpointing.outcome(outcome, origin.before());
    checkpointing.reached(() -> reached(files));
  }

  /** An input waits: what was taken so far is shown and kept. */
  private void pause(InputFiles files, RunOutcomes outcomes, Checkpointing checkpointing) {
    outcomes.pause();
    checkpointing.pause(() -> reached(files));
  }

  private Place reached(InputFiles files) {
    return origins.firstOutstanding().orElseGet(files::place);
  }

  /** What the outcomes before the place were is written first. */
  private void save(Place place, InputFiles files, RunOutcomes outcomes) throws IOException {
    CheckpointFile checkpoint = reading.checkpoint();
    if (checkpoint != null) {
      outcomes.flush();
      boolean complete = files.complete() && place.equals(files.place());
      checkpoint.save(
          new Checkpoint(reading.format(), reading.target(), files.before(place), place, complete));
    }
  }

  @Override
  public List<String> failures() {
    return failures;
  }
}
