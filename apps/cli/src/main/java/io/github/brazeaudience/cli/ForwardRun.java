package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.cli.output.EarlierOutcomes;
import io.github.brazeaudience.cli.output.OutcomeWriter;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.cli.output.SummaryWriter;
import io.github.brazeaudience.cli.report.ReportData;
import io.github.brazeaudience.cli.report.ReportPage;
import io.github.brazeaudience.cli.report.RunRecorder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.ProcessingStatus;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the operation of a plan and writes its results. */
final class ForwardRun {
  private final RunPlan plan;
  private final ProcessedWait wait;
  private final CommandContext context;
  private final WriteRequests requests = new WriteRequests();
  private final List<String> failures = new ArrayList<>();

  ForwardRun(RunPlan plan, ProcessedWait wait, CommandContext context) {
    this.plan = plan;
    this.wait = wait;
    this.context = context;
  }

  /** Returns the exit code. Closes the transport. */
  int run(BrazeAudienceConfig config, BrazeTransport transport) throws UsageException {
    long startedNanos = context.nanoTime().getAsLong();
    Instant startedAt = Instant.now();
    RunRecorder recorder = recorder();
    Cancellation cancellation = context.cancellation();
    Operation operation = plan.operation();
    ForwardSummary summary;
    RunOutcomes outcomes;
    ProcessingStatus processed;
    boolean storeFailed = false;
    Duration took;
    OutcomeWriter writer = outcomeWriter();
    try (writer;
        Progress progress = Progress.begin(context, operation.totalBytes());
        AudienceForwarder forwarder = forwarder(config, transport, progress, recorder)) {
      outcomes = new RunOutcomes(cancellation, progress, requests, writer, recorder);
      try {
        summary = operation.run(forwarder, outcomes);
      } catch (StoreFailedException e) {
        storeFailed = true;
        failures.add(String.valueOf(e.getMessage()));
        summary = outcomes.summary(ForwardSummary.builder().build());
      } finally {
        failures.addAll(operation.failures());
      }
      took = Duration.ofNanos(context.nanoTime().getAsLong() - startedNanos);
      processed = storeFailed ? wait.afterFailure() : wait.await(summary, outcomes);
    }
    if (writer != null) {
      writer.failure().ifPresent(e -> failures.add(notComplete("--outcomes", e)));
    }
    writeSummary(summary, took, processed);
    if (recorder != null) {
      String end = end(summary);
      writeReport(
          ReportInputs.of(plan, config, summary, startedAt, took, end, processed), recorder);
    }
    ConsoleSummary.print(context::say, summary, outcomes.reasons(), took);
    if (processed != null) {
      context.say(ProcessedWait.line(processed));
    }
    failures.forEach(context::say);
    return exitCode(summary);
  }

  private @Nullable OutcomeWriter outcomeWriter() throws UsageException {
    OutputFile file = plan.outputs().outcomes();
    long updatesBefore = plan.operation().updatesBefore();
    try {
      if (file == null) {
        return null;
      }
      if (updatesBefore > 0) {
        EarlierOutcomes.keep(file.path(), updatesBefore);
      }
      return new OutcomeWriter(file.begin(), plan.outputs().outcomesUnchanged(), updatesBefore);
    } catch (IOException e) {
      throw new UsageException("--outcomes cannot be written (" + e.getMessage() + ")");
    }
  }

  private @Nullable RunRecorder recorder() {
    return plan.outputs().report() == null
        ? null
        : new RunRecorder(context.nanoTime(), plan.pace().concurrency().initial());
  }

  private AudienceForwarder forwarder(
      BrazeAudienceConfig config,
      BrazeTransport transport,
      Progress progress,
      @Nullable RunRecorder recorder) {
    Pace pace = plan.pace();
    AudienceForwarderBuilder builder =
        AudienceForwarder.builder(config, transport)
            .concurrency(pace.concurrency())
            .minUserWriteInterval(pace.minUserWriteInterval())
            .rateLimiter(pace.limiter())
            .retryPolicy(pace.retry())
            .streamLinger(pace.linger())
            .listener(listener(progress, recorder));
    wait.applyTo(builder);
    Membership membership = plan.membership();
    if (membership != null) {
      builder.membership(membership.store(), membership.policy());
    }
    return builder.build();
  }

  private ForwarderListener listener(Progress progress, @Nullable RunRecorder recorder) {
    ForwarderListener listener =
        ForwarderListener.combine(
            requests, new ProgressNotices(progress::notice, context.nanoTime()));
    return recorder == null ? listener : ForwarderListener.combine(listener, recorder);
  }

  private void writeReport(ReportData data, RunRecorder recorder) {
    OutputFile file = plan.outputs().report();
    if (file == null) {
      return;
    }
    try {
      ReportPage.write(file.begin(), data, recorder);
    } catch (IOException e) {
      failures.add(notComplete("--report", e));
    }
  }

  /** How the run ended, for people. */
  private String end(ForwardSummary summary) {
    String end =
        context.cancellation().cause() == null
            ? summary.complete()
                ? "Every update was accepted or unchanged."
                : "Some updates were not accepted."
            : "The run was interrupted.";
    return failures.isEmpty() ? end : end + " " + String.join(". ", failures);
  }

  private void writeSummary(
      ForwardSummary summary, Duration took, @Nullable ProcessingStatus processed) {
    OutputFile file = plan.outputs().summary();
    if (file == null) {
      return;
    }
    try {
      SummaryWriter.write(file.begin(), summary, took, processed);
    } catch (IOException e) {
      failures.add(notComplete("--summary", e));
    }
  }

  static String notComplete(String option, IOException e) {
    return "the file of %s is incomplete (%s)".formatted(option, e.getMessage());
  }

  private int exitCode(ForwardSummary summary) {
    Cancellation.Cause cause = context.cancellation().cause();
    if (cause == Cancellation.Cause.SIGNAL) {
      return ExitCode.INTERRUPTED;
    }
    return summary.complete() && failures.isEmpty() && cause == null
        ? ExitCode.COMPLETE
        : ExitCode.INCOMPLETE;
  }
}
