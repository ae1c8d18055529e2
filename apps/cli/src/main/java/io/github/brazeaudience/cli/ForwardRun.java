package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.cli.output.EarlierOutcomes;
import io.github.brazeaudience.cli.output.OutcomeWriter;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.cli.output.SummaryWriter;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what is to be done and writes what came of it. */
final class ForwardRun {
  private final Task task;
  private final Surroundings surroundings;
  private final List<String> failures = new ArrayList<>();

  ForwardRun(Task task, Surroundings surroundings) {
    this.task = task;
    this.surroundings = surroundings;
  }

  /** Runs; the exit code is the answer. The transport is closed at the end. */
  int run(BrazeAudienceConfig config, BrazeTransport transport) throws UsageException {
    long startedAt = surroundings.nanoTime().getAsLong();
    Cancellation cancellation = surroundings.cancellation();
    Work work = task.work();
    ForwardSummary summary;
    RunOutcomes outcomes;
    OutcomeWriter writer = outcomeWriter();
    try (writer;
        Progress progress = Progress.begin(surroundings, work.totalBytes());
        AudienceForwarder forwarder = forwarder(config, transport, progress)) {
      outcomes = new RunOutcomes(cancellation, progress, writer);
      try {
        summary = work.run(forwarder, outcomes);
      } catch (UncheckedIOException e) {
        // The store failed where no update waits for it; what has an outcome keeps it.
        failures.add(String.valueOf(e.getMessage()));
        summary = outcomes.summary(ForwardSummary.builder().build());
      } finally {
        failures.addAll(work.failures());
      }
    }
    if (writer != null) {
      writer.failure().ifPresent(e -> failures.add(notComplete("--outcomes", e)));
    }
    Duration took = Duration.ofNanos(surroundings.nanoTime().getAsLong() - startedAt);
    writeSummary(summary, took);
    PeopleSummary.print(surroundings::say, summary, outcomes.reasons(), took);
    failures.forEach(surroundings::say);
    return exitCode(summary);
  }

  private @Nullable OutcomeWriter outcomeWriter() throws UsageException {
    OutputFile file = task.outputs().outcomes();
    long updatesBefore = task.work().updatesBefore();
    try {
      if (file == null) {
        return null;
      }
      if (updatesBefore > 0) {
        EarlierOutcomes.keep(file.path(), updatesBefore);
      }
      return new OutcomeWriter(file.begin(), task.outputs().outcomesUnchanged(), updatesBefore);
    } catch (IOException e) {
      throw new UsageException("--outcomes cannot be written (" + e.getMessage() + ")");
    }
  }

  private AudienceForwarder forwarder(
      BrazeAudienceConfig config, BrazeTransport transport, Progress progress) {
    Task.Pace pace = task.pace();
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config, transport)
            .concurrency(pace.concurrency())
            .minUserWriteInterval(pace.minUserWriteInterval())
            .rateLimiter(pace.limiter())
            .retryPolicy(pace.retry())
            .streamLinger(pace.linger())
            .listener(new SlowNotices(progress::notice, surroundings.nanoTime()));
    Membership membership = task.membership();
    if (membership != null) {
      builder.membership(membership.store(), membership.policy());
    }
    return builder.build();
  }

  private void writeSummary(ForwardSummary summary, Duration took) {
    OutputFile file = task.outputs().summary();
    if (file == null) {
      return;
    }
    try {
      SummaryWriter.write(file.begin(), summary, took);
    } catch (IOException e) {
      failures.add(notComplete("--summary", e));
    }
  }

  static String notComplete(String option, IOException e) {
    return "the file of %s is not complete (%s)".formatted(option, e.getMessage());
  }

  private int exitCode(ForwardSummary summary) {
    Cancellation.Cause cause = surroundings.cancellation().cause();
    if (cause == Cancellation.Cause.SIGNAL) {
      return ExitCode.INTERRUPTED;
    }
    return summary.complete() && failures.isEmpty() && cause == null
        ? ExitCode.COMPLETE
        : ExitCode.INCOMPLETE;
  }
}
