package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs with a checkpoint that belongs to another run. */
class CheckpointRefusalTest extends CheckpointFixture {
  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.run().exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "another name", "shorter", "other format"})
  void run_checkpointOfAnotherFile_isExit2AndSendsNothing(String how) throws IOException {
    Path input = file("in", lines(0, 160));
    assertThat(run(wrongKeyAfter(1), input).exitCode()).isEqualTo(1);
    byte[] before = Files.readAllBytes(directory.resolve("c"));
    byte[] outcomes = Files.readAllBytes(directory.resolve("o"));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server);
      switch (how) {
        case "changed" ->
            run.arg(file("in", lines(0, 3) + line(3).replace("4", "5") + lines(4, 160)));
        case "another name" -> run.arg(file("other", lines(0, 160)));
        case "shorter" -> run.arg(file("in", lines(0, 20)));
        default -> run.arg("--format").arg("mparticle-firehose").arg(input);
      }
      assertRefused(run, "another checkpoint");
      assertThat(server.requests()).isZero();
    }
    assertThat(directory.resolve("c")).hasBinaryContent(before);
    assertThat(directory.resolve("o")).hasBinaryContent(outcomes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oops",
        "{}",
        "[]",
        "{\"checkpoint\":2}",
        "{\"checkpoint\":1,\"updates\":1}",
        "{\"checkpoint\":1,\"updates\":\"1\",\"inputs\":3}",
        "\u0000"
      })
  void run_fileThatIsNotACheckpoint_isExit2AndUnchanged(String content) throws IOException {
    Path input = file("in", line(0));
    file("c", content);
    try (TrackServer server = new TrackServer()) {
      assertRefused(command(server).arg(input), "is not a checkpoint");
      assertThat(server.requests()).isZero();
    }
    assertThat(directory.resolve("c")).hasContent(content);
  }

  @Test
  void run_emptyFile_isAnEmptyCheckpoint() throws IOException {
    file("c", "");
    assertThat(run(number -> Answer.SUCCESS, file("in", line(0))).exitCode()).isZero();
    assertThat(checkpoint()).containsEntry("updates", 1L);
  }

  @Test
  void run_otherTarget_isReported() throws IOException {
    Path input = file("in", lines(0, 160));
    assertThat(run(wrongKeyAfter(1), input).exitCode()).isEqualTo(1);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg("--send-segments-as=array").arg(input).run();
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("SINGLE_ATTRIBUTE, later ones are written to");
    }
  }
}
