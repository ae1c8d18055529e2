package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.InputFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Input files and their format. */
final class InputOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files of updates; - is standard input.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = Labels.class,
      description = "ndjson (the default) or mparticle-firehose.")
  InputFormat format = InputFormat.NDJSON;

  /** The values that shells complete. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(InputFormat.values()).map(InputFormat::label).iterator();
    }
  }
}
