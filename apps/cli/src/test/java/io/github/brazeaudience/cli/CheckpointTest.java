package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that ends early, and the run that resumes it. */
class CheckpointTest extends CheckpointFixture {
  @Test
  void run_afterOneThatWasStopped_sendsTheRestOnly() throws IOException {
    Path input = file("in", lines(0, 70) + "oops\n\n" + lines(70, 1_000) + "[]\n");
    assertThat(run(wrongKeyAfter(2), input).exitCode()).isEqualTo(1);
    assertThat(checkpoint()).containsEntry("updates", 151L).containsEntry("complete", false);
    assertThat(summary()).containsEntry("not_sent", 850L).containsEntry("accepted", 150L);

    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg(input).run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.objects()).hasSize(850).doesNotContainKeys("u-0", "u-149");
      assertThat(run.err()).contains("The checkpoint is at update 151.");
    }
    assertThat(summary())
        .containsEntry("updates", 851L)
        .containsEntry("accepted", 850L)
        .containsEntry("rejected", 1L)
        .containsEntry("requests", 12L);
    assertThat(outcomes("o"))
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome)
                    .containsEntry("index", 1_001L)
                    .containsEntry("line", 1_003L)
                    .containsEntry("reason", "MALFORMED_INPUT"));
    assertThat(outcomes("o.before-151")).first().extracting("index", "line").contains(70L, 71L);
    assertThat(checkpoint()).containsEntry("updates", 1_002L).containsEntry("complete", true);
  }

  @Test
  void run_afterACompleteRun_sendsNothingAndExitsWith0() throws IOException {
    Path input = file("in", lines(0, 100));
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    byte[] before = Files.readAllBytes(directory.resolve("c"));
    CommandLineRun again = run(number -> WRONG_KEY, input);
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(again.err()).contains("update 100, the last one");
    assertThat(summary()).containsEntry("updates", 0L).containsEntry("requests", 0L);
    assertThat(outcomes("o")).isEmpty();
    Map<String, Object> then = Json.object(before);
    then.put("target", checkpoint().get("target"));
    assertThat(checkpoint()).isEqualTo(then);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{}|not_sent|0",
        "201|{\"message\":\"success\",\"errors\":[\"who knows\"]}|unconfirmed|0",
        "201|{\"message\":\"success\",\"errors\":[{\"type\":\"no\",\"input_array\":\"attributes\",\"index\":0}]}|rejected|300"
      })
  void run_outcomesOfTheFirstRequest_letTheCheckpointPassIfTheyAreFinal(
      int status, String answer, String outcome, long updates) throws IOException {
    Path input = file("in", lines(0, 300));
    CommandLineRun run =
        run(number -> number == 1 ? new Answer(status, answer) : Answer.SUCCESS, input);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(outcomes("o").get(0)).containsEntry("index", 0L).containsEntry("status", outcome);
    assertThat(checkpoint()).containsEntry("updates", updates);
    try (TrackServer server = new TrackServer()) {
      assertThat(command(server).arg(input).run().exitCode()).isZero();
      assertThat(server.objects()).hasSize(300 - (int) updates);
    }
  }

  @Test
  void run_signal_leavesACheckpointAfterAcceptedUpdates() throws IOException {
    Path input = file("in", lines(0, 1_000));
    RunSignal signal = new RunSignal(4);
    try (TrackServer server = new TrackServer(signal)) {
      CommandLineRun run = signal.run(command(server).arg(input));
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(130);
    }
    assertThat(checkpoint()).containsEntry("updates", 225L).containsEntry("complete", false);
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    assertThat(summary()).containsEntry("accepted", 775L);
  }

  @Test
  void run_dryRun_beginsAtTheCheckpointAndLeavesItAlone() throws IOException {
    Path input = file("in", lines(0, 160));
    assertThat(run(wrongKeyAfter(1), input).exitCode()).isEqualTo(1);
    byte[] before = Files.readAllBytes(directory.resolve("c"));
    CommandLineRun run =
        CommandLineRun.forward("--dry-run", "--checkpoint")
            .arg(directory.resolve("c"))
            .arg(input)
            .run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out().lines()).hasSize(2).first().asString().contains("\"u-75\"");
    assertThat(directory.resolve("c")).hasBinaryContent(before);
    run =
        CommandLineRun.forward("--dry-run", "--checkpoint")
            .arg(directory.resolve("none"))
            .arg(input);
    assertThat(run.run().out().lines()).hasSize(3);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void run_leftovers_areNone() throws IOException {
    Path input = file("in", lines(0, 300));
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    List<String> names = new ArrayList<>();
    try (var files = Files.list(directory)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    assertThat(names).containsExactlyInAnyOrder("in", "c", "o", "s");
  }
}
