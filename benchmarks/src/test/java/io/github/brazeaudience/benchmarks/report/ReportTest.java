package io.github.brazeaudience.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path directory;

  private Path page() {
    return directory.resolve("page.md");
  }

  private String write(double speed) throws Exception {
    Report report = new Report();
    report.goal(Goal.atLeast("speed", 0.5, speed));
    String users = speed < 0.8 ? "225,000 users/s, 0.30 cores" : "150,000 users/s, 0.30 cores";
    report.goal(new Goal("rate limit", "> 75,000 users/s", users, true));
    return report.write(page(), "# Page", "# Page", "");
  }

  @Test
  void write_firstRun_leavesThePreviousRunEmpty() throws Exception {
    assertThat(write(0.4)).isEmpty();

    assertThat(page()).content().contains("| speed | ≥ 0.50 | 0.40 | **not met** |  |");
  }

  @Test
  void write_secondRun_showsTheDifferencesFromTheFirst() throws Exception {
    write(0.8);

    assertThat(write(0.76))
        .isEqualTo("The largest difference of a ratio from the previous run is -5 % (speed).");

    assertThat(page())
        .content()
        .contains("| speed | ≥ 0.50 | 0.76 | met | 0.80 (-5 %) |")
        .contains("| 225,000 users/s, 0.30 cores | met | 150,000 users/s, 0.30 cores (+50 %) |");
  }
}
