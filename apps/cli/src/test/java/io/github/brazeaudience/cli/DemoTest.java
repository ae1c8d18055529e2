package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void demo_noMemory_saysHowToGetMore(boolean alsoWhileClosing) {
    OutputStream withoutMemory =
        new OutputStream() {
          @Override
          public void write(int b) {
            OutOfMemoryError error = new OutOfMemoryError("for a test");
            if (alsoWhileClosing) {
              throw new IllegalArgumentException("Self-suppression not permitted", error);
            }
            throw error;
          }
        };

    CommandLineRun run = CommandLineRun.of("demo").stdout(withoutMemory).run();

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(run.err()).contains("ran out of memory (the limit is").contains("-Xmx2g");
  }

  @Test
  void run_demo_showsTheExampleOfThePage() throws IOException {
    Path summary = directory.resolve("s");
    Path outcomes = directory.resolve("o");
    CommandLineRun run =
        CommandLineRun.of("demo")
            .environment(Map.of())
            .arg("--summary")
            .arg(summary)
            .arg("--outcomes")
            .arg(outcomes)
            .run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains(
            "SegmentMembership = '11036','11034'",
            "In Possible Parisians = true",
            "In Possible Parisians = false",
            "is in the segment: SegmentMembership matches regex 11034",
            "is in the segment: In Possible Parisians equals true",
            "SegmentMembership matches regex 11034 finds athena, iris, olga",
            "SegmentMembership matches regex '11034' finds athena, iris\n");
    assertThat(Json.object(Files.readString(summary)))
        .containsEntry("updates", 5L)
        .containsEntry("accepted", 5L)
        .containsEntry("requests", 1L);
    assertThat(outcomes).isEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_demoInAnyMode_showsTheFiltersOfTheMode(SendSegmentsAs mode) {
    CommandLineRun run = CommandLineRun.of("demo", "--send-segments-as", mode.name()).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().contains("matches regex 11036")).isEqualTo(mode.single());
    assertThat(run.out().contains("SegmentMembershipArray includes value 11036"))
        .isEqualTo(mode.array());
    assertThat(run.out().contains("In Aspiring Athenians equals true"))
        .isEqualTo(mode.perSegment());
  }

  @Test
  void run_demoWithAFile_forwardsThatFile() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("in"),
            "{\"identities\":{\"customer_id\":\"mine\"},\"member_of\":[{\"id\":7,\"name\":\"Seven\"}]}\nbad");
    CommandLineRun run = CommandLineRun.of("demo").arg(input).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).contains("Profile mine", "In Seven = true").doesNotContain("athena");
  }
}
