package io.github.brazeaudience.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the files that report the result of a run. */
final class OutputOptions {
  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      description = "Write one line of JSON for each update that was not accepted.")
  @Nullable String outcomes;

  @Option(
      names = "--outcomes-unchanged",
      description = "Also write a line for each unchanged update.")
  boolean outcomesUnchanged;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the counts as JSON.")
  @Nullable String summary;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page about the run: outcomes, requests over time, and what to do.")
  @Nullable String report;
}
