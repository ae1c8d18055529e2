package io.github.brazeaudience.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option to wait until Braze has processed the requests of a run. */
final class ProcessingOptions {
  @Option(
      names = "--wait-processed",
      paramLabel = "TIME",
      description =
          "After the run, wait up to this time, such as 10m, until Braze has processed the requests."
              + " A beta of Braze; the key needs the permission users.track.status.")
  @Nullable Duration waitProcessed;
}
