package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ends early, and the run that resumes it. */
@Timeout(120)
class CheckpointTest {
  private static final Answer WRONG_KEY = new Answer(401, "{\"message\":\"Invalid API Key\"}");

  @TempDir Path directory;

  private static String line(int user) {
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[{\"id\":%d}]}\n",
        user,
        user + 1);
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int user = from; user < to; user++) {
      lines.append(line(user));
    }
    return lines.toString();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private CommandLineRun command(TrackServer server) {
    return CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--max-in-flight", "1")
        .arg("--checkpoint")
        .arg(directory.resolve("c"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .arg("--summary")
        .arg(directory.resolve("s"));
  }

  private CommandLineRun run(IntFunction<Answer> answers, Object... inputs) {
    try (TrackServer server = new TrackServer(answers)) {
      CommandLineRun run = command(server);
      for (Object input : inputs) {
        run.arg(input);
      }
      run.run();
      assertThat(server.faults()).isEmpty();
      return run;
    }
  }

  private static IntFunction<Answer> wrongKeyAfter(int requests) {
    return number -> number <= requests ? Answer.SUCCESS : WRONG_KEY;
  }

  private Map<String, Object> checkpoint() throws IOException {
    return Json.object(Files.readString(directory.resolve("c")));
  }

  private Map<String, Object> summary() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private List<Map<String, Object>> outcomes(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).stream().map(Json::object).toList();
  }

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

  @Test
  void run_fileThatHasGrown_sendsTheNewPart() throws IOException {
    Path input = file("in", lines(0, 10));
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    file("in", lines(0, 12));
    try (TrackServer server = new TrackServer()) {
      assertThat(command(server).arg(input).run().exitCode()).isZero();
      assertThat(server.objects()).containsOnlyKeys("u-10", "u-11");
    }
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
    CommandLineRun[] run = new CommandLineRun[1];
    CompletableFuture<Answer> onceTheRunHasEnded = new CompletableFuture<>();
    try (TrackServer server =
        new TrackServer(
            number -> {
              if (number < 4) {
                return Answer.SUCCESS;
              }
              run[0].signal();
              return onceTheRunHasEnded.join();
            })) {
      run[0] = command(server).arg(input);
      run[0].run();
      onceTheRunHasEnded.complete(Answer.SUCCESS);
      assertThat(run[0].exitCode()).as(run[0].toString()).isEqualTo(130);
    }
    assertThat(checkpoint()).containsEntry("updates", 225L).containsEntry("complete", false);
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    assertThat(summary()).containsEntry("accepted", 775L);
  }

  @Test
  void run_severalInputsAndStandardInput_goOnInTheRightOne() throws IOException {
    Path first = file("a", lines(0, 50));
    Path last = file("b", lines(250, 300) + "oops\n");
    try (TrackServer server = new TrackServer(wrongKeyAfter(2))) {
      CommandLineRun run = command(server).arg(first).arg("-").arg(last).in(lines(50, 250)).run();
      assertThat(run.exitCode()).isEqualTo(1);
    }
    assertThat(checkpoint()).containsEntry("updates", 150L);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg(first).arg("-").arg(last).in(lines(50, 250)).run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.objects()).hasSize(150).containsKeys("u-150", "u-299");
    }
    assertThat(outcomes("o"))
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome)
                    .containsEntry("index", 300L)
                    .containsEntry("file", last.toString())
                    .containsEntry("line", 51L));
  }

  @Test
  void run_insideAFirehoseDocument_resumesWithItsNextProfile() throws IOException {
    StringBuilder document =
        new StringBuilder("{\"type\":\"audience_membership_change_request\",\"user_profiles\":[\n");
    for (int user = 0; user < 200; user++) {
      document.append(
          String.format(
              Locale.ROOT,
              """
          {"user_identities":[{"type":"customer","encoding":"raw","value":"u-%d"}],
           "audiences":[{"audience_id":1,"audience_name":"A","action":"add"}]}%s
          """,
              user,
              user < 199 ? "," : ""));
    }
    document.append("]}");
    Path input = file("in", "{}\n" + document + document.toString().replace("u-", "v-"));
    List<String> options = List.of("--format", "mparticle-firehose", "--send-segments-as", "array");
    try (TrackServer server = new TrackServer(wrongKeyAfter(4))) {
      CommandLineRun run = command(server);
      options.forEach(run::arg);
      assertThat(run.arg(input).run().exitCode()).isEqualTo(1);
    }
    assertThat(checkpoint()).containsEntry("updates", 300L).containsEntry("taken", 100L);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server);
      options.forEach(run::arg);
      assertThat(run.arg(input).run().exitCode()).as(run.toString()).isZero();
      assertThat(server.objects()).hasSize(100).containsKeys("v-100", "v-199");
    }
    assertThat(summary()).containsEntry("updates", 100L);
  }

  @Test
  void run_inputThatBreaks_holdsTheCheckpointThere() throws IOException {
    Path next = file("b", lines(10, 20));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          command(server).arg("-").arg(next).in(BrokenInputStream.after(lines(0, 5))).run();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(server.objects()).hasSize(15);
    }
    assertThat(checkpoint()).containsEntry("updates", 5L).containsEntry("complete", false);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg("-").arg(next).in(lines(0, 10)).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.objects()).hasSize(15).containsKeys("u-5", "u-10");
    }
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
  void run_otherTarget_isReported() throws IOException {
    Path input = file("in", lines(0, 160));
    assertThat(run(wrongKeyAfter(1), input).exitCode()).isEqualTo(1);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg("--send-segments-as=array").arg(input).run();
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("SINGLE_ATTRIBUTE, later ones are written to");
    }
  }

  @Test
  void run_signalWhileStandardInputIsPassedOver_endsAndKeepsTheCheckpoint() throws IOException {
    try (TrackServer server = new TrackServer(wrongKeyAfter(1))) {
      assertThat(command(server).in(lines(0, 160)).run().exitCode()).isEqualTo(1);
    }
    assertThat(checkpoint()).containsEntry("updates", 75L);
    try (TrackServer server = new TrackServer();
        PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream silent = new PipedInputStream(writer)) {
      CommandLineRun run = command(server).in(silent);
      writer.write(lines(0, 3).getBytes(StandardCharsets.UTF_8));
      writer.flush();
      Thread signal =
          new Thread(
              () -> {
                while (has(silent)) {
                  Thread.onSpinWait();
                }
                run.signal();
              });
      signal.start();
      run.run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(130);
      assertThat(server.requests()).isZero();
    }
    assertThat(summary()).containsEntry("updates", 0L);
    assertThat(checkpoint()).containsEntry("updates", 75L).containsEntry("complete", false);
  }

  private static boolean has(PipedInputStream stream) {
    try {
      return stream.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

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
