package io.github.brazeaudience.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for the files that report the result of a run. */
final class OutputOptions {
  /** The command that has these options. */
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

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

  /** {@return the options and arguments of the command line by name, for the report} */
  Map<String, String> given() {
    return command == null ? Map.of() : GivenOptions.of(command);
  }
}
