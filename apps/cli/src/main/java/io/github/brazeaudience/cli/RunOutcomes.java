package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.InputPositions;
import io.github.brazeaudience.cli.output.OutcomeWriter;
import io.github.brazeaudience.cli.output.ReasonCounts;
import io.github.brazeaudience.cli.report.InputLine;
import io.github.brazeaudience.cli.report.RunRecorder;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of a run, shows the progress, and writes {@code --outcomes}. */
final class RunOutcomes {
  private final ForwardSummary.Builder counts = ForwardSummary.builder();
  private final ReasonCounts reasons = new ReasonCounts();
  private final Cancellation cancellation;
  private final Progress progress;
  private final WriteRequests requests;
  private final @Nullable OutcomeWriter writer;
  private final @Nullable RunRecorder recorder;
  private long taken;

  RunOutcomes(
      Cancellation cancellation,
      Progress progress,
      WriteRequests requests,
      @Nullable OutcomeWriter writer,
      @Nullable RunRecorder recorder) {
    this.cancellation = cancellation;
    this.progress = progress;
    this.requests = requests;
    this.writer = writer;
    this.recorder = recorder;
  }

  /**
   * Takes an outcome.
   *
   * @param origin the position of the update, or null if it is from no file
   * @param limit all updates below this index have outcomes
   * @param bytesRead the number of bytes read from the inputs
   */
  void take(
      UserOutcome outcome, InputPositions.@Nullable Origin origin, long limit, long bytesRead) {
    taken++;
    cancellation.progressed(taken);
    counts.add(outcome);
    reasons.add(outcome);
    if (recorder != null) {
      recorder.outcome(
          outcome, Optional.ofNullable(origin).map(it -> new InputLine(it.file(), it.line())));
    }
    if (writer != null) {
      writer.write(outcome, origin, limit);
    }
    progress.outcome(outcome.reason().isPresent(), bytesRead);
  }

  /** Shows the progress and writes buffered lines, because the next outcome may take long. */
  void pause() {
    progress.pause();
    if (writer != null) {
      writer.pause();
    }
  }

  /** Writes a line to standard error. */
  void say(String text) {
    progress.notice(text);
  }

  /** Writes the outcomes below the limit to the disk. */
  void flush() throws IOException {
    if (writer != null) {
      writer.flush();
    }
  }

  /**
   * The counts of the outcomes, with the requests of the run, and the data points and processing of
   * the forwarder.
   */
  ForwardSummary summary(ForwardSummary sent) {
    return counts
        .requests(requests.count())
        .dataPoints(sent.dataPoints())
        .processing(sent.processing())
        .build();
  }

  ReasonCounts reasons() {
    return reasons;
  }
}
