package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.Origins;
import io.github.brazeaudience.cli.output.OutcomeWriter;
import io.github.brazeaudience.cli.output.ReasonCounts;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the outcomes of a run: counts them, shows that it goes on, and writes them down. */
final class RunOutcomes {
  private final ForwardSummary.Builder counts = ForwardSummary.builder();
  private final ReasonCounts reasons = new ReasonCounts();
  private final Cancellation cancellation;
  private final Progress progress;
  private final @Nullable OutcomeWriter writer;
  private long taken;

  RunOutcomes(Cancellation cancellation, Progress progress, @Nullable OutcomeWriter writer) {
    this.cancellation = cancellation;
    this.progress = progress;
    this.writer = writer;
  }

  /**
   * Takes one.
   *
   * @param origin where its update comes from, null if no file holds it
   * @param limit all updates below this index have their outcomes
   * @param bytesRead how much of the inputs was read
   */
  void take(UserOutcome outcome, Origins.@Nullable Origin origin, long limit, long bytesRead) {
    taken++;
    cancellation.progressed(taken);
    counts.add(outcome);
    reasons.add(outcome);
    if (writer != null) {
      writer.write(outcome, origin, limit);
    }
    progress.outcome(outcome.reason().isPresent(), bytesRead);
  }

  /** Shows and hands to the system what was taken, because the next outcomes may take long. */
  void pause() {
    progress.pause();
    if (writer != null) {
      writer.pause();
    }
  }

  /** Says something to people before or between outcomes. */
  void tell(String text) {
    progress.notice(text);
  }

  /** Writes down for good what was taken about the updates below the limit. */
  void flush() throws IOException {
    if (writer != null) {
      writer.flush();
    }
  }

  /** The counts of what was taken, with what it took to send it. */
  ForwardSummary summary(ForwardSummary sent) {
    return counts.requests(sent.requests()).dataPoints(sent.dataPoints()).build();
  }

  ReasonCounts reasons() {
    return reasons;
  }
}
