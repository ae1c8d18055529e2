package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that runs write the page of {@code --report}, however they end. */
@Timeout(120)
class ReportRunTest {
  private static final Pattern ROW =
      Pattern.compile(
          "<td class=\"number\">1</td><td class=\"message\">(.*)</td>"
              + "<td class=\"lines\">[^<]*sample.ndjson: (\\d+)</td>");

  @TempDir Path directory;

  private Path report() {
    return directory.resolve("run.html");
  }

  private CommandLineRun forward(TrackServer server, String lines) throws IOException {
    return CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--report")
        .arg(report())
        .arg(Files.writeString(directory.resolve("users.ndjson"), lines));
  }

  private String page() throws IOException {
    String page = Files.readString(report());
    assertThat(page).endsWith("</html>\n").doesNotContain(TrackServer.KEY, "secret-user");
    return page;
  }

  @Test
  void forward_report_hasTheOutcomesOfTheRunAndNoSecret() throws IOException {
    Files.writeString(report(), "old content ".repeat(100_000));
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          forward(
                  server,
                  Audiences.snapshot("secret-user", List.of(0)) + "{\n" + "{\"member_of\":[]}\n")
              .run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(page())
          .contains("<h1>braze-audience forward</h1>", "Some updates were not accepted.")
          .contains("MALFORMED_INPUT", "users.ndjson: 2", "NO_IDENTIFIER", "users.ndjson: 3")
          .contains(server.endpoint().substring("http://".length()));
    }
  }

  /** Each line of the file that is wrong is so in another way. */
  @Test
  void demo_twelveDifferentDefects_areExplainedWithTheirLines() throws Exception {
    Path file = directory.resolve("sample.ndjson");
    try (InputStream sample = ReportRunTest.class.getResourceAsStream("twelve-defects.ndjson")) {
      Files.copy(Objects.requireNonNull(sample), file);
    }

    CommandLineRun run = CommandLineRun.of("demo", file.toString(), "--report").arg(report()).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(Files.readString(report())).contains("<h1>braze-audience demo</h1>");

    assertThat(
            ROW.matcher(Files.readString(report()))
                .results()
                .map(row -> row.group(2) + ": " + row.group(1).replaceAll("</?code>", "`")))
        .containsExactly(
            "7: the line ends in the middle of its object, at column 48; it is cut off, or the"
                + " object has several lines: write one complete object per line",
            "16: `member_of` must be an array, but is an object",
            "23: the line is not UTF-8 at byte 77; save the source as UTF-8, or convert only the"
                + " lines with this error",
            "31: `timestamp` must be a whole number of milliseconds since 1970-01-01 UTC, such as"
                + " 1714592744065; correct it or leave it out",
            "38: an audience of `member_of` has no whole number from 1 to 9223372036854775807 as its `id`; write the"
                + " audience id",
            "47: audience 11034 has no External Name, which SINGLE_AND_PER_SEGMENT writes; give"
                + " the audience its `name`",
            "52: audience 11034 is both among those the user is in and among those left; remove"
                + " it from `left` if the user is in it, otherwise keep it only in `left`",
            "64: the line has none of `identities.customer_id`, `identities.braze_id`,"
                + " `devices.idfa`, `devices.android_id` (blank and all-zero ids do not count); write one of them; its 1 identity of an"
                + " unknown type is ignored, so check the names in `identities`",
            "71: the external id has 1000 bytes, but Braze takes at most 987",
            "85: &quot;SegmentMembership&quot; would have 359 characters for 45 audiences, but"
                + " Braze takes at most 255; send segments as an array or one attribute per"
                + " segment",
            "99: audiences 11034 and 11099 have names that give the same attribute (spaces at"
                + " their ends do not count); rename one of them at its source, or remove it if it is a duplicate",
            "108: the line has `entered` or `left` but no `member_of`, and the string attribute"
                + " needs all audiences of the user; write them in `member_of`, record users with"
                + " --store, or use a --send-segments-as without the string attribute");
  }

  /** The clock of the charts starts with the run, not before. */
  @Test
  void demo_report_chartsEndWithTheRun() throws Exception {
    CommandLineRun run = CommandLineRun.of("demo", "--report").arg(report()).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    String page = page();
    Matcher took = Pattern.compile("</time>, took ([\\d.]+) s\\.").matcher(page);
    Matcher times = Pattern.compile("\\{\"time\":\\[([\\d.,]+)]").matcher(page);
    assertThat(took.find() && times.find()).as(page).isTrue();
    String[] time = times.group(1).split(",", -1);
    assertThat(Double.parseDouble(time[time.length - 1]))
        .isLessThanOrEqualTo(Double.parseDouble(took.group(1)));
  }

  @Test
  void retire_report_isOfTheCommand() throws IOException {
    try (TrackServer server = new TrackServer()) {
      String store = directory.resolve("store").toString();
      forward(server, Audiences.snapshot("secret-user", List.of(0)))
          .arg("--store")
          .arg(store)
          .run();
      CommandLineRun run =
          CommandLineRun.of("retire", "11034", "--rest-endpoint", server.endpoint())
              .arg("--store")
              .arg(store)
              .arg("--report")
              .arg(report())
              .run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    assertThat(page())
        .contains("<h1>braze-audience retire</h1>", "Every update was accepted or unchanged.");
  }

  @Test
  void forward_signal_writesTheReport() throws IOException {
    CommandLineRun[] started = new CommandLineRun[1];
    try (TrackServer server =
        new TrackServer(
            number -> {
              started[0].signal();
              return TrackServer.Answer.SUCCESS;
            })) {
      String lines =
          IntStream.range(0, 5_000)
              .mapToObj(user -> Audiences.snapshot("u-" + user, List.of(0)))
              .collect(Collectors.joining());
      started[0] = forward(server, lines).arg("--max-in-flight").arg(1);
      assertThat(started[0].run().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    }
    assertThat(page()).contains("The run was interrupted.", "CANCELLED");
  }

  @Test
  void forward_refusedKey_writesTheReport() throws IOException {
    try (TrackServer server =
        new TrackServer(number -> new TrackServer.Answer(401, "{\"message\":\"no\"}"))) {
      CommandLineRun run = forward(server, Audiences.snapshot("secret-user", List.of(0))).run();
      assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }
    assertThat(page()).contains("UNAUTHORIZED", "fix the key, its permissions or the instance");
  }

  @Test
  void forward_settings_areOptionsAndEffectiveValues() throws IOException {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          forward(server, Audiences.snapshot("secret-user", List.of(0)))
              .arg("--api-key")
              .arg("app-identifier")
              .arg("--rate")
              .arg("100/1s")
              .arg("--max-in-flight")
              .arg(2)
              .run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    assertThat(page())
        .contains("<code>--rate</code></th><td>100/1s</td>", "<code>--api-key</code></th><td>given")
        .contains("Rate</th><td>100 in 1s</td>", "Requests in flight</th><td>fixed at 2</td>")
        .contains("Device match</th><td>idfa,android_id</td>", "Deadline</th><td>5m</td>")
        .contains("Membership store</th><td>none</td>")
        .doesNotContain("app-identifier", "Resumed");
  }

  @Test
  void forward_fromACheckpoint_statesHowManyUpdatesWereBefore() throws IOException {
    String checkpoint = directory.resolve("checkpoint").toString();
    String line = Audiences.snapshot("secret-user", List.of(0));
    try (TrackServer server = new TrackServer()) {
      forward(server, line).arg("--checkpoint").arg(checkpoint).run();
      CommandLineRun run = forward(server, line + line).arg("--checkpoint").arg(checkpoint).run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    assertThat(page()).contains("Resumed: an earlier run finished the first 1 updates");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIR", "DIR/missing/run.html", "DIR/users.ndjson", "DIR/s"})
  void forward_unusableReport_isExit2AndSendsNothing(String file) throws IOException {
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--report")
              .arg(file.replace("DIR", directory.toString()))
              .arg("--summary")
              .arg(directory.resolve("s"))
              .arg(
                  Files.writeString(
                      directory.resolve("users.ndjson"), Audiences.snapshot("u", List.of(0))))
              .run();
      assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("--report");
      assertThat(server.requests()).isZero();
    }
  }
}
