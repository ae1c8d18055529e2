package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.ReasonCounts;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Prints the counts of a run and the reasons, with what to do. */
final class ConsoleSummary {
  private ConsoleSummary() {}

  static void print(
      Consumer<String> say, ForwardSummary summary, ReasonCounts reasons, Duration took) {
    say.accept(
        String.format(
            Locale.ROOT,
            "%s in %.1f s, %s, %s",
            counted(summary.updates(), "update"),
            took.toMillis() / 1000.0,
            counted(summary.requests(), "request"),
            counted(summary.dataPoints(), "data point")));
    say.accept(
        String.format(
            Locale.ROOT,
            "%,d accepted, %,d unchanged, %,d rejected, %,d unconfirmed, %,d not sent",
            summary.accepted(),
            summary.unchanged(),
            summary.rejected(),
            summary.unconfirmed(),
            summary.notSent()));
    for (Map.Entry<Reason, ReasonCounts.Seen> entry : reasons.seen().entrySet()) {
      say.accept(
          String.format(
              Locale.ROOT,
              "  %,d %s: %s",
              entry.getValue().count(),
              entry.getKey(),
              entry.getValue().firstMessage()));
    }
    if (summary.rejected() > 0) {
      say.accept("Rejected: fix the data, then forward these updates again.");
    }
    if (summary.unconfirmed() > 0) {
      say.accept(
          "Unconfirmed: forward these updates again; writing an attribute twice is harmless.");
    }
    if (summary.notSent() > 0) {
      say.accept("Not sent: nothing is wrong with these updates; forward them again.");
    }
  }

  /** A number with its noun in the singular or plural. */
  static String counted(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
