package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the jar from a shell, with closed descriptors, full disks, pipes and locales. Each test has
 * its own directory and server.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class ShellIT {
  private static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}\n";
  private static final String BODY =
      "{\"attributes\":[{\"external_id\":\"u\",\"SegmentMembership\":null}]}\n";

  @TempDir static Path classes;
  private static ForwardJar.SoonStarted jar;

  @TempDir Path directory;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    jar = ForwardJar.SoonStarted.prepare(classes, List.of("demo"));
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("in"), LINE);
    Files.writeString(directory.resolve("bad"), "bad\n");
  }

  /** Runs a line of shell in the directory, with {@code $CLI} for the command. */
  private Ran shell(String line) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", line));
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(err.toFile());
    builder.environment().put(ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY);
    builder.environment().put("CLI", String.join(" ", jar.command(List.of()).command()));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, Files.readString(err));
  }

  private record Ran(int exitCode, String out, String err) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$CLI --help >/dev/full|2|standard output cannot be written",
        "$CLI --version >/dev/full|2|standard output cannot be written",
        "$CLI --help >&-|2|standard output cannot be written",
        "$CLI demo >/dev/full|1|standard output cannot be written",
        "$CLI forward --dry-run in >/dev/full|1|tandard output cannot be written",
        "$CLI forward --dry-run in >&-|1|tandard output cannot be written",
        "$CLI forward --dry-run --summary /dev/full in|1|--summary",
        "$CLI forward --dry-run --outcomes /dev/full bad|1|--outcomes",
        "$CLI forward --dry-run <&-|2|standard input is closed",
        "$CLI forward --dry-run - <&-|2|standard input is closed",
        "$CLI forward --dry-run . |2|is a directory",
        "$CLI forward --dry-run in >> in|2|names an input"
      })
  void cli_streamThatCannotBeUsed_isNotSuccess(String line, int exitCode, String message)
      throws Exception {
    Ran ran = shell(line);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(exitCode);
    assertThat(ran.err()).contains(message).doesNotContain("Exception", "SIGSEGV");
    assertThat(Files.readString(directory.resolve("in"))).isEqualTo(LINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<&-",
        "2>&-",
        "<&- 2>&-",
        ">&- 2>&-",
        "<&- >&- 2>&-",
        ">&-",
        "</dev/null >/dev/null 2>/dev/full"
      })
  void cli_closedStreams_leaveTheFilesAsTheyShouldBe(String closed) throws Exception {
    try (TrackServer server = new TrackServer()) {
      Ran ran =
          shell(
              "$CLI forward --rest-endpoint "
                  + server.endpoint()
                  + " --outcomes o --summary s --store store --checkpoint c in bad "
                  + closed);
      assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(1);
      assertThat(server.objects()).hasSize(1);
      assertThat(Files.readAllLines(directory.resolve("o")))
          .singleElement()
          .satisfies(line -> assertThat(Json.object(line)).containsEntry("index", 1L));
      assertThat(Json.object(Files.readString(directory.resolve("s"))))
          .containsEntry("updates", 2L);
      Ran again = shell("$CLI forward --rest-endpoint " + server.endpoint() + " --store store in");
      assertThat(again.exitCode()).as(again.toString()).isZero();
      assertThat(server.objects()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$CLI forward --dry-run /dev/null",
        ": > empty; $CLI forward --dry-run empty",
        "mkfifo p; (cat in > p) & $CLI forward --dry-run p",
        "$CLI forward --dry-run < in",
        "gzip -k in; cat in.gz in.gz | $CLI forward --dry-run",
        "gzip -k in; $CLI forward --dry-run in.gz"
      })
  void cli_inputOfAnyKind_isRead(String line) throws Exception {
    Ran ran = shell(line);
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.out()).isIn("", BODY);
    assertThat(ran.err()).doesNotContain("Exception");
  }

  @Test
  void cli_truncatedGzip_forwardsTheLinesBeforeAndIsExit1() throws Exception {
    Ran ran =
        shell("gzip -k in; (cat in.gz; head -c 30 in.gz) > cut.gz; $CLI forward --dry-run cut.gz");
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo(BODY);
    assertThat(ran.err()).contains("cut.gz", "ends in the middle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$CLI forward --dry-run users-\u00e9.ndjson",
        "$CLI forward --dry-run --outcomes \u00e9 in",
        "$CLI forward --dry-run --store \u00e9 in",
        "$CLI forward --rest-endpoint http://127.0.0.1:1 --checkpoint \u00e9 in"
      })
  void cli_fileNameThatTheLocaleCannotWrite_isExit2AndNamesTheLocale(String line) throws Exception {
    Ran ran = shell("cp in $'users-\\303\\251.ndjson'; export LC_ALL=C; " + line);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("locale", "LC_ALL=C.UTF-8");
  }

  @Test
  void cli_thaiDigitsAsTheLocaleOfTheJvm_areNotWritten() throws Exception {
    Ran ran =
        shell(
            "${CLI/-jar/-Duser.language=th -Duser.country=TH -Duser.extensions=nu-thai -jar}"
                + " forward --dry-run --outcomes o bad; code=$?; cat o; exit $code");
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(1);
    assertThat(ran.out()).contains("near column 1").isASCII();
    assertThat(ran.err()).isASCII();
  }
}
