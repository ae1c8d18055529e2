package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unavailable;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Wait of {@code --wait-processed} after a run. It does not change the exit code. */
final class ProcessedWait {
  /** Tracks nothing and does not wait. */
  static final ProcessedWait NONE = new ProcessedWait(null, new Cancellation());

  /** Prefix of the ids of the request groups. */
  private static final String GROUP_ID_PREFIX = "braze-audience";

  private static final String CANCELLED =
      "the run was cancelled, so it did not wait for the processing";

  private static final String FAILED = "the run failed, so it did not wait for the processing";

  private final @Nullable Duration timeout;
  private final Cancellation cancellation;

  private ProcessedWait(@Nullable Duration timeout, Cancellation cancellation) {
    this.timeout = timeout;
    this.cancellation = cancellation;
  }

  /** Waits for this time at most, or not at all if it is null. */
  static ProcessedWait of(@Nullable Duration timeout, CommandContext context) {
    return new ProcessedWait(timeout, context.cancellation());
  }

  /** Tracks the requests of a forwarder if there is something to wait for. */
  void applyTo(AudienceForwarderBuilder builder) {
    if (timeout != null) {
      builder.trackProcessing(GROUP_ID_PREFIX);
    }
  }

  /** Waits on this thread. Returns null without the option. */
  @Nullable ProcessingStatus await(ForwardSummary summary, RunOutcomes outcomes) {
    Duration limit = timeout;
    if (limit == null) {
      return null;
    }
    if (cancellation.cause() == null) {
      outcomes.say("Waiting until Braze has processed the requests");
      outcomes.pause();
    }
    ProcessingStatus status = cancellation.interruptibly(() -> summary.processing().await(limit));
    return status instanceof Unavailable && cancellation.cause() != null
        ? new Unavailable(CANCELLED)
        : status;
  }

  /** {@return the status of a run that failed before its end, or null without the option} */
  @Nullable ProcessingStatus afterFailure() {
    return timeout == null ? null : new Unavailable(FAILED);
  }

  /** {@return a line for people} */
  static String line(ProcessingStatus status) {
    if (status instanceof Completed completed) {
      return "Processed: Braze had processed all requests at "
          + completed.at().truncatedTo(ChronoUnit.SECONDS);
    }
    if (status instanceof InProgress progress) {
      return String.format(
          Locale.ROOT,
          "Not processed yet: Braze has processed %,d of %s",
          progress.done(),
          ConsoleSummary.counted(progress.received(), "request"));
    }
    if (status instanceof Unknown) {
      return "Processing unknown: Braze does not know the requests of this run, or no longer";
    }
    return "Processing unknown: " + ((Unavailable) status).why();
  }
}
