package io.github.brazeaudience.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.benchmarks.section.Size;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every section with a minimal load, each contender in one process or, in the full build, two.
 */
class MainTest {
  private static final int FORKS = Boolean.getBoolean("tests.full") ? 2 : 1;
  private static final Size TINY =
      new Size(
          new Size.Bodies(
              List.of(SendSegmentsAs.SINGLE_ATTRIBUTE), List.of(1), 0, 1, 1, Duration.ofMillis(10)),
          new Size.Push(List.of(2), FORKS, 2, 1, 150, 75),
          1_000,
          Duration.ofSeconds(1),
          1_000,
          new Size.Command(1, List.of(100)),
          new Size.Queue(100, 2, 1),
          new Size.Store(List.of(1_000), 150, 1_000));

  @TempDir Path directory;

  @Test
  void write_allSections_writesEachSectionAndThePlot() throws Exception {
    Path page = directory.resolve("benchmarks.md");

    Path project = Path.of("..").toAbsolutePath().normalize();
    Main.write(project, page, Part.comparison(TINY));
    Main.write(project, page, Part.goals(TINY));

    assertThat(page)
        .content()
        .contains(
            "## Goals",
            "## Push",
            "## Growth",
            "## Queue",
            "## Command line",
            "## Membership store",
            "## Comparison with other clients",
            "## Request bodies",
            "## Throughput over loopback",
            "**HTTP/1.1, 2 in flight**",
            "**HTTP/2 over TLS, 2 in flight**",
            "## Braze's latency and rate limit",
            "## Memory",
            "![Users per second over loopback, by contender](benchmarks.svg)");
    assertThat(directory.resolve("benchmarks.svg")).content().contains("<svg");
  }
}
