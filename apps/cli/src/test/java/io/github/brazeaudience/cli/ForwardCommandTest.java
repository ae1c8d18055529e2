package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ForwardCommandTest {
  @TempDir Path directory;

  private static String line(int user) {
    return String.format(
        Locale.ROOT,
        "{\"identities\":{\"customer_id\":\"u-%d\"},\"member_of\":[{\"id\":%d}]}\n",
        user,
        user + 1);
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < count; user++) {
      lines.append(line(user));
    }
    return lines.toString();
  }

  private CommandLineRun command(TrackServer server) {
    return CommandLineRun.forward("--rest-endpoint", server.endpoint())
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .arg("--summary")
        .arg(directory.resolve("s"));
  }

  private List<Map<String, Object>> outcomes() throws IOException {
    return Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
  }

  private Map<String, Object> summary() throws IOException {
    Map<String, Object> summary = Json.object(Files.readString(directory.resolve("s")));
    long sum = 0;
    for (String part : List.of("accepted", "unchanged", "rejected", "unconfirmed", "not_sent")) {
      sum += (Long) summary.get(part);
    }
    assertThat(summary).containsEntry("updates", sum);
    return summary;
  }

  @Test
  void run_badLinesAmongGoodOnes_rejectsThoseAlone() throws IOException {
    Path first =
        Files.writeString(
            directory.resolve("a"), "\n" + line(0) + "oops\n" + "{\"member_of\":[]}\n");
    Path second = Files.writeString(directory.resolve("b"), line(1) + "\n\n{}");
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          command(server).arg(first).arg("-").arg(second).in("\n" + line(2) + "[]\n").run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.objects()).containsOnlyKeys("u-0", "u-1", "u-2");
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("MALFORMED_INPUT", "INVALID_AUDIENCE", "NO_IDENTIFIER");
    }
    assertThat(outcomes())
        .extracting("index", "file", "line", "status", "reason", "attempts")
        .containsExactly(
            tuple(1L, first.toString(), 3L, "rejected", "MALFORMED_INPUT", 0L),
            tuple(2L, first.toString(), 4L, "rejected", "NO_IDENTIFIER", 0L),
            tuple(4L, "-", 3L, "rejected", "MALFORMED_INPUT", 0L),
            tuple(6L, second.toString(), 4L, "rejected", "INVALID_AUDIENCE", 0L));
    assertThat(outcomes().get(0).keySet())
        .containsExactly("index", "file", "line", "status", "reason", "message", "attempts");
    assertThat(summary())
        .containsEntry("updates", 7L)
        .containsEntry("accepted", 3L)
        .containsEntry("rejected", 4L)
        .containsEntry("requests", 1L)
        .containsEntry("data_points", 3L);
  }

  @Test
  void run_noUpdates_isComplete() throws IOException {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).in("\uFEFF\n \n").run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(server.requests()).isZero();
    }
    assertThat(summary()).containsEntry("updates", 0L).containsEntry("requests", 0L);
  }

  @Test
  void run_nothingToWrite_isUnchangedAndListedOnlyIfAskedFor() throws IOException {
    String input =
        "{\"identities\":{\"customer_id\":\"u\"},\"entered\":[],\"left\":[]}\n".repeat(2) + line(7);
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).arg("--send-segments-as").arg("array").in(input).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(outcomes()).isEmpty();
      run =
          command(server)
              .arg("--send-segments-as=array")
              .arg("--outcomes-unchanged")
              .in(input)
              .run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    assertThat(outcomes()).hasSize(2);
    assertThat(outcomes().get(1))
        .containsEntry("status", "unchanged")
        .containsEntry("reason", null)
        .containsEntry("index", 1L);
    assertThat(summary()).containsEntry("unchanged", 2L).containsEntry("accepted", 1L);
  }

  @Test
  void run_wrongKey_leavesTheRestNotSentInOrder() throws IOException {
    try (TrackServer server =
        new TrackServer(number -> new Answer(401, "{\"message\":\"Invalid API Key\"}"))) {
      CommandLineRun run = command(server).arg("--max-in-flight").arg("2").in(lines(2_000)).run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(server.requests()).isLessThanOrEqualTo(2);
    }
    assertThat(outcomes()).extracting("index").hasSize(2_000).isSorted().doesNotHaveDuplicates();
    assertThat(outcomes()).extracting("reason").containsOnly("UNAUTHORIZED");
    assertThat(summary()).containsEntry("not_sent", 2_000L);
  }

  @Test
  void run_serverThatRecovers_reportsWhyItIsSlow() throws IOException {
    try (TrackServer server =
        new TrackServer(number -> number == 1 ? new Answer(503, "") : Answer.SUCCESS)) {
      CommandLineRun run = command(server).in(line(0)).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(run.err()).contains("server error; attempt 2 follows");
    }
    assertThat(summary()).containsEntry("requests", 2L).containsEntry("accepted", 1L);
  }

  @Test
  void run_inputThatBreaks_isExit1WithBothFiles() throws IOException {
    InputStream broken = BrokenInputStream.after(line(0));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run = command(server).in(broken).run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(run.err()).contains(BrokenInputStream.MESSAGE);
      assertThat(server.objects()).containsOnlyKeys("u-0");
    }
    assertThat(outcomes()).isEmpty();
    assertThat(summary()).containsEntry("updates", 1L).containsEntry("accepted", 1L);
  }

  @Test
  void run_signalWhileAFileIsForwarded_accountsForEveryLine() throws IOException {
    Path input = Files.writeString(directory.resolve("in"), lines(3_000));
    RunSignal signal = new RunSignal(4);
    try (TrackServer server = new TrackServer(signal)) {
      CommandLineRun run = signal.run(command(server).arg("--max-in-flight").arg("1").arg(input));
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(130);
      assertThat(server.requests()).isEqualTo(4);
    }
    assertThat(summary())
        .containsEntry("updates", 3_000L)
        .containsEntry("accepted", 225L)
        .containsEntry("unconfirmed", 75L)
        .containsEntry("not_sent", 2_700L);
    assertThat(outcomes()).extracting("index").isSorted().doesNotHaveDuplicates();
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.get("status").equals("not_sent"))
        .extracting("reason")
        .containsOnly("CANCELLED");
  }

  @Test
  void run_signalWhileStandardInputIsSilent_ends() throws IOException {
    try (TrackServer server = new TrackServer();
        PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream silent = new PipedInputStream(writer)) {
      CommandLineRun run = command(server).in(silent);
      writer.write((line(0) + line(1) + "{\"identities\":").getBytes(StandardCharsets.UTF_8));
      writer.flush();
      Thread signal =
          new Thread(
              () -> {
                while (silentHas(silent)) {
                  Thread.onSpinWait();
                }
                run.signal();
              });
      signal.start();
      run.run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(130);
      assertThat(server.requests()).isZero();
    }
    assertThat((Long) summary().get("updates")).isEqualTo(outcomes().size()).isLessThanOrEqualTo(2);
  }

  private static boolean silentHas(PipedInputStream stream) {
    try {
      return stream.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void run_dryRun_printsTheBodiesThatWouldBePosted() throws IOException {
    Path input = Files.writeString(directory.resolve("in"), lines(160) + "oops\n");
    List<String> posted;
    try (TrackServer server = new TrackServer()) {
      assertThat(command(server).arg("--max-in-flight").arg("1").arg(input).run().exitCode())
          .isEqualTo(1);
      posted = server.bodies();
    }
    CommandLineRun run =
        CommandLineRun.forward("--dry-run", "--instance", "EU 01 Cluster", "--summary")
            .arg(directory.resolve("s"))
            .arg(input)
            .environment(Map.of())
            .run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).isEqualTo(String.join("\n", posted) + "\n");
    assertThat(run.err()).contains("https://rest.fra-01.braze.eu/users/track");
    assertThat(summary())
        .containsEntry("accepted", 160L)
        .containsEntry("rejected", 1L)
        .containsEntry("requests", (long) posted.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "No space left on device"})
  void run_dryRunWithClosedOutput_reportsTheReasonAndEnds(String why) throws IOException {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(why);
          }
        };
    CommandLineRun run =
        CommandLineRun.forward("--dry-run", "--summary")
            .arg(directory.resolve("s"))
            .stdout(closed)
            .in(lines(1_000))
            .run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.err())
        .contains("Standard output cannot be written (" + why + "), so the dry run ended")
        .doesNotContain("Exception");
    assertThat(summary()).containsEntry("accepted", 0L);
  }
}
