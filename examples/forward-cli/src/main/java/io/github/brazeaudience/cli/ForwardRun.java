package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.cli.input.Arrivals;
import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFiles;
import io.github.brazeaudience.cli.output.OutcomeWriter;
import io.github.brazeaudience.cli.output.ReasonCounts;
import io.github.brazeaudience.cli.output.SummaryWriter;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forwards all inputs and writes what came of it. */
final class ForwardRun {
  private final Task task;
  private final Surroundings surroundings;
  private final ReasonCounts reasons = new ReasonCounts();
  private final ForwardSummary.Builder counts = ForwardSummary.builder();
  private final List<String> failures = new ArrayList<>();
  private long outcomes;

  ForwardRun(Task task, Surroundings surroundings) {
    this.task = task;
    this.surroundings = surroundings;
  }

  /** Runs; the exit code is the answer. The transport is closed at the end. */
  int run(BrazeAudienceConfig config, BrazeTransport transport) throws UsageException {
    long startedAt = surroundings.nanoTime().getAsLong();
    ForwardSummary summary;
    OutcomeWriter writer = outcomeWriter();
    try (writer) {
      summary = forward(config, transport, writer);
    }
    if (writer != null) {
      writer.failure().ifPresent(e -> failures.add(notComplete("--outcomes", e)));
    }
    Duration took = Duration.ofNanos(surroundings.nanoTime().getAsLong() - startedAt);
    writeSummary(summary, took);
    PeopleSummary.print(surroundings::say, summary, reasons, took);
    failures.forEach(surroundings::say);
    return exitCode(summary);
  }

  private @Nullable OutcomeWriter outcomeWriter() throws UsageException {
    try {
      return task.outcomes() == null
          ? null
          : new OutcomeWriter(task.outcomes().begin(), task.outcomesUnchanged());
    } catch (IOException e) {
      throw new UsageException("--outcomes cannot be written (" + e.getMessage() + ")");
    }
  }

  private ForwardSummary forward(
      BrazeAudienceConfig config, BrazeTransport transport, @Nullable OutcomeWriter writer) {
    Cancellation cancellation = surroundings.cancellation();
    Arrivals arrivals = writer == null ? (file, line) -> {} : writer.arrivals();
    try (Progress progress = Progress.begin(surroundings, totalBytes());
        InputFiles files = new InputFiles(task.inputs(), task.format(), arrivals, cancellation);
        AudienceForwarder forwarder = forwarder(config, transport, progress)) {
      OutcomeHandler handler = outcome -> handle(outcome, writer, progress, files);
      try {
        ForwardSummary sent = forwardAll(forwarder, files, handler);
        new UnpulledUpdates(forwarder, files).handOver(sent.updates(), handler);
        return counts.requests(sent.requests()).dataPoints(sent.dataPoints()).build();
      } finally {
        failures.addAll(files.failures());
      }
    }
  }

  private ForwardSummary forwardAll(
      AudienceForwarder forwarder, InputFiles files, OutcomeHandler handler) {
    surroundings.cancellation().forwardingBegins(Thread.currentThread());
    try {
      return forwarder.forwardAll(files, handler);
    } finally {
      surroundings.cancellation().forwardingEnds();
    }
  }

  private AudienceForwarder forwarder(
      BrazeAudienceConfig config, BrazeTransport transport, Progress progress) {
    Task.Pace pace = task.pace();
    return AudienceForwarder.builder(config, transport)
        .concurrency(pace.concurrency())
        .userRest(pace.userRest())
        .rateLimiter(pace.limiter())
        .retryPolicy(pace.retry())
        .listener(new SlowNotices(progress::notice, surroundings.nanoTime()))
        .build();
  }

  private void handle(
      UserOutcome outcome, @Nullable OutcomeWriter writer, Progress progress, InputFiles files) {
    outcomes++;
    surroundings.cancellation().progressed(outcomes);
    counts.add(outcome);
    reasons.add(outcome);
    if (writer != null) {
      writer.write(outcome);
    }
    progress.outcome(outcome.reason().isPresent(), files.bytesRead());
  }

  private long totalBytes() {
    long total = 0;
    for (Input input : task.inputs()) {
      if (input.size() < 0) {
        return -1;
      }
      total += input.size();
    }
    return total;
  }

  private void writeSummary(ForwardSummary summary, Duration took) {
    if (task.summary() == null) {
      return;
    }
    try {
      SummaryWriter.write(task.summary().begin(), summary, took);
    } catch (IOException e) {
      failures.add(notComplete("--summary", e));
    }
  }

  private static String notComplete(String option, IOException e) {
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
