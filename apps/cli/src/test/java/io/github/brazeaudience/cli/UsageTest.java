package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a command line is found before anything is sent. */
class UsageTest {
  private static final String LINE =
      "{\"identities\":{\"customer_id\":\"u-1\"},\"member_of\":[{\"id\":1,\"name\":\"A\"}]}\n";

  @TempDir Path directory;
  private TrackServer server;
  private Path input;

  @BeforeEach
  void start() throws IOException {
    server = new TrackServer();
    input = Files.writeString(directory.resolve("in.ndjson"), LINE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandLineRun command(String... more) {
    CommandLineRun run = CommandLineRun.of("--rest-endpoint", server.endpoint());
    for (String arg : more) {
      run.arg(arg.replace("DIR", directory.toString()));
    }
    return run.arg(input);
  }

  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.run().exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains(message);
    assertThat(run.out()).isEmpty();
    assertThat(server.requests()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nope|there is no option --nope",
        "--instance US_03|leave one of them out",
        "--instance US_09|--instance",
        "--api-key-os WINDOWS|UNSELECTED, IOS, ANDROID",
        "--send-segments-as SOMEHOW|ARRAY_ATTRIBUTE",
        "--external-identity-type nobody|--external-identity-type",
        "--email-identity-type nobody|--email-identity-type",
        "--device-match idfa,nothing|--device-match",
        "--device-match idfa,idfa|--device-match",
        "--format csv|mparticle-firehose",
        "--max-in-flight 0|--max-in-flight",
        "--max-in-flight 257|--max-in-flight",
        "--max-in-flight many|--max-in-flight",
        "--rate 3000|--rate",
        "--deadline 5|--deadline",
        "--give-up-after 0s|--give-up-after",
        "--linger 61m|--linger",
        "--linger 1|--linger",
        "--demo|--demo talks to a Braze of its own",
        "--rest-api-key-env NOT_SET|\"NOT_SET\" is not set",
        "--rest-api-key-env EMPTY|\"EMPTY\" is empty",
        "--rest-api-key-env BROKEN|\"BROKEN\"",
        "--summary DIR|is a directory",
        "--outcomes DIR/none/o|--outcomes",
        "--summary DIR/none/s|--summary",
        "--outcomes DIR/in.ndjson|names an input",
        "--summary DIR/in.ndjson|names an input",
        "--outcomes DIR/x --summary DIR/./x|same file",
        "--checkpoint DIR|is a directory",
        "--checkpoint DIR/none/c|--checkpoint",
        "--checkpoint DIR/in.ndjson|is no checkpoint",
        "--checkpoint DIR/x --summary DIR/./x|same file",
        "--checkpoint DIR/x --outcomes DIR/x.tmp|same file",
        "--checkpoint /dev/null|is no regular file",
        "--store DIR/x --outcomes DIR/./x|same file",
        "--store DIR/in.ndjson|names an input",
        "--store DIR/x --checkpoint DIR/x|same file",
        "--store DIR|is a directory",
        "--store DIR/none/store|--store",
        "--full|--full needs",
        "--unknown-users empty|--unknown-users needs",
        "--unknown-users empty --store|--store",
        "--unknown-users nobody --store DIR/x|reject, empty or read-back",
        "--unknown-users read-back --store DIR/x --dry-run|--unknown-users reject",
        "--retire 1|--retire needs",
        "--forget u|--forget needs what --store FILE remembers",
        "--forget u --store DIR/x|--forget takes no FILE",
        "--retire 1 --store DIR/x|--retire takes no FILE",
        "--retire 0 --store DIR/x|audience id",
        "--retire x1 --store DIR/x|audience id",
        "--retire 9223372036854775808 --store DIR/x|audience id",
        "--rename 1 N|--rename needs",
        "--rename 1 N --store DIR/x|--rename takes no FILE",
        "--rename 0 N --store DIR/x -|--rename takes",
        "--rename 1 N --retire 1 --store DIR/x|run one after the other",
        "DIR/missing|there is no file",
        "DIR|is a directory",
        "- -|given twice"
      })
  void run_badCommandLine_isExit2WithOneMessage(String args, String message) throws IOException {
    Map<String, String> environment =
        Map.of(Options.DEFAULT_KEY_VARIABLE, TrackServer.KEY, "EMPTY", "", "BROKEN", "a\nb");
    assertRefused(command(args.split(" ", -1)).environment(environment), message);
    assertThat(input).hasContent(LINE);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(input);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--outcomes --summary s", "--instance"})
  void run_optionWithoutValue_isExit2(String args) {
    assertRefused(CommandLineRun.of(args.split(" ", -1)), args.split(" ", -1)[0]);
  }

  @Test
  void run_instanceCustomWithoutEndpoint_isExit2() {
    assertRefused(CommandLineRun.of("--instance", "Custom"), "--rest-endpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--rest-api-key=SECRET-KEY", "--rest-api-key", "--rest-api-key-env=SECRET-KEY"})
  void run_keyAsArgument_isRefusedAndNotRepeated(String option) {
    CommandLineRun run = CommandLineRun.of(option).arg("SECRET-KEY");
    assertRefused(run, Options.DEFAULT_KEY_VARIABLE);
    assertThat(run.err()).doesNotContain("SECRET-KEY");
  }

  @Test
  void run_badKey_isNotRepeated() {
    CommandLineRun run = command().environment(Map.of(Options.DEFAULT_KEY_VARIABLE, "SECRET KEY"));
    assertRefused(run, Options.DEFAULT_KEY_VARIABLE);
    assertThat(run.err()).doesNotContain("SECRET");
  }

  @Test
  void run_noKey_isExit2() {
    assertRefused(command().environment(Map.of()), "BRAZE_REST_API_KEY");
  }

  @Test
  void run_keyInAnotherVariable_isUsed() {
    CommandLineRun run =
        command("--rest-api-key-env", "MY_KEY").environment(Map.of("MY_KEY", TrackServer.KEY));
    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(server.faults()).isEmpty();
  }

  @Test
  void run_refusedCommandLine_leavesOldOutputsAlone() throws IOException {
    Path old = Files.writeString(directory.resolve("old"), "old");
    assertRefused(command("--outcomes", old.toString(), "--summary", "DIR"), "--summary");
    assertThat(old).hasContent("old");
  }

  @Test
  void run_manySettings_areAllAccepted() throws IOException {
    Path outcomes = Files.writeString(directory.resolve("o"), "old content, longer than the new");
    List<String> settings =
        List.of(
            "--api-key",
            "app",
            "--api-key-os",
            "ios",
            "--send-segments-as",
            "Single Attribute",
            "--external-identity-type",
            "customerid",
            "--email-identity-type",
            "Other2",
            "--device-match",
            "none",
            "--format",
            "ndjson",
            "--outcomes-unchanged",
            "--max-in-flight",
            "1",
            "--rate",
            "off",
            "--deadline",
            "5m",
            "--give-up-after",
            "1h",
            "--linger",
            "0s");
    CommandLineRun run = command(settings.toArray(new String[0])).arg("--outcomes").arg(outcomes);
    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(outcomes).isEmptyFile();
    assertThat(server.bodies())
        .containsExactly(
            "{\"attributes\":[{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1'\"}]}");
  }

  @Test
  void run_help_fitsATerminalAndBreaksNoValue() {
    String help = CommandLineRun.of("--help").run().out();
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(help)
        .contains("rest.iad-03.braze.com", "http://127.0.0.1:PORT", "idfa,android_id", "3000/3s")
        .doesNotContain("\u001b");
  }

  @Test
  void run_help_isOnStandardOutput() {
    CommandLineRun run = CommandLineRun.of("--help").run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "--demo",
            "--instance",
            "--rest-endpoint",
            "--rest-api-key-env",
            "--api-key",
            "--api-key-os",
            "--send-segments-as",
            "--external-identity-type",
            "--email-identity-type",
            "--device-match",
            "--format",
            "--dry-run",
            "--outcomes",
            "--outcomes-unchanged",
            "--summary",
            "--store",
            "--full",
            "--unknown-users",
            "--retire",
            "--rename",
            "--checkpoint",
            "--max-in-flight",
            "--rate",
            "--deadline",
            "--give-up-after",
            "--proxy",
            "--linger");
  }

  @Test
  void run_version_isOnStandardOutput() {
    CommandLineRun run = CommandLineRun.of("--version").run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("braze-audience-forward \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @CsvSource({"--help, 2", "--version, 2", "--demo, 1"})
  void run_standardOutputOnAFullDisk_isNotSuccess(String option, int exitCode) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    CommandLineRun run = CommandLineRun.of(option).stdout(full).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    assertThat(run.err()).contains("standard output cannot be written (No space left on device)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--dry-run -", "--dry-run --format mparticle-firehose"})
  void run_closedStandardInputWithoutFile_isExit2(String args) {
    CommandLineRun run = CommandLineRun.of(args.split(" ", -1)).in((InputStream) null);
    assertRefused(run, "standard input is closed; name a FILE");
  }

  @Test
  void run_closedStandardInputWithFile_isNotNeeded() {
    CommandLineRun run = command("--dry-run").in((InputStream) null).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "none --dry-run", "empty", "empty --dry-run", "none --outcomes o"})
  void run_retireWithAStoreThatHasNothing_isExit2AndCreatesNothing(String args) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    CommandLineRun run =
        CommandLineRun.of("--rest-endpoint", server.endpoint(), "--retire", "1", "--store");
    List<String> words = List.of(args.split(" ", -1));
    words.forEach(word -> run.arg(word.startsWith("-") ? word : directory.resolve(word)));
    assertRefused(run, directory.resolve(words.get(0)).toString());
    assertThat(empty).isEmptyFile();
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(input, empty);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--summary", "--checkpoint", "--store"})
  void run_outputThatIsAHardLinkToAnInput_isExit2(String option) throws IOException {
    Path link = Files.createLink(directory.resolve("link"), input);
    assertRefused(
        command(option, link.toString()),
        option.equals("--checkpoint") ? "--checkpoint" : "names an input");
    assertThat(input).hasContent(LINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--summary", "--checkpoint", "--store", ""})
  void run_nameThatIsNoName_isExit2(String option) {
    CommandLineRun run = CommandLineRun.of("--rest-endpoint", server.endpoint());
    if (!option.isEmpty()) {
      run.arg(option);
    }
    assertRefused(run.arg("a\0b"), "cannot be the name of a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--store x", "--checkpoint x", "--retire 1 --store x", "--rename 1 N --store x"})
  void run_demoThatShallRemember_isExit2(String args) {
    CommandLineRun run = CommandLineRun.of("--demo");
    List.of(args.split(" ", -1)).forEach(run::arg);
    assertRefused(run, "--demo talks to a Braze that ends with it");
  }

  @Test
  void run_retireWithACheckpoint_isExit2() {
    CommandLineRun run =
        CommandLineRun.of("--retire", "1", "--rest-endpoint", server.endpoint(), "--store")
            .arg(directory.resolve("store"))
            .arg("--checkpoint")
            .arg(directory.resolve("c"));
    assertRefused(run, "--retire needs no --checkpoint");
  }

  @Test
  void run_emptyInputAsCheckpoint_isNotOverwritten() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "");
    CommandLineRun run = CommandLineRun.of("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(empty).arg(empty), "names an input");
    assertThat(empty).isEmptyFile();
  }

  @Test
  void run_demoOfTheOtherFormatWithoutFile_isExit2() {
    assertRefused(CommandLineRun.of("--demo", "--format", "mparticle-firehose"), "FILE");
  }

  /** A checkpoint is written there before it is put in its place. */
  @Test
  void run_inputThatACheckpointWouldPassThrough_isNotOverwritten() throws IOException {
    Path input = Files.writeString(directory.resolve("c.tmp"), "[]");
    CommandLineRun run = CommandLineRun.of("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(directory.resolve("c")).arg(input), "names an input");
    assertThat(input).hasContent("[]");
  }
}
