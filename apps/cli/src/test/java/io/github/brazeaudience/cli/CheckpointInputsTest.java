package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A run that ends early in one of several or in growing inputs, and the run that resumes it. */
class CheckpointInputsTest extends CheckpointFixture {
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
  void run_fileThatHasGrown_sendsTheNewPart() throws IOException {
    Path input = file("in", lines(0, 10));
    assertThat(run(number -> Answer.SUCCESS, input).exitCode()).isZero();
    file("in", lines(0, 12));
    try (TrackServer server = new TrackServer()) {
      assertThat(command(server).arg(input).run().exitCode()).isZero();
      assertThat(server.objects()).containsOnlyKeys("u-10", "u-11");
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
}
