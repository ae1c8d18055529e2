package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.ReasonCounts;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** The counts of a run for people, and what to do about each reason. */
final class PeopleSummary {
  private PeopleSummary() {}

  static void print(PrintStream err, ForwardSummary summary, ReasonCounts reasons, Duration took) {
    err.printf(
        "%,d updates in %.1f s: %,d accepted, %,d unchanged, %,d rejected, %,d unconfirmed, %,d not sent%n",
        summary.updates(),
        took.toMillis() / 1000.0,
        summary.accepted(),
        summary.unchanged(),
        summary.rejected(),
        summary.unconfirmed(),
        summary.notSent());
    err.printf("%,d requests, %,d data points%n", summary.requests(), summary.dataPoints());
    for (Map.Entry<Reason, ReasonCounts.Seen> entry : reasons.seen().entrySet()) {
      err.printf(
          "  %,d %s: %s%n",
          entry.getValue().count(), entry.getKey(), entry.getValue().firstMessage());
    }
    if (summary.rejected() > 0) {
      err.println("Rejected: fix the data, then forward those again.");
    }
    if (summary.unconfirmed() > 0) {
      err.println("Unconfirmed: forward those again; writing an attribute twice does no harm.");
    }
    if (summary.notSent() > 0) {
      err.println("Not sent: nothing is wrong with those; forward them again.");
    }
  }
}
