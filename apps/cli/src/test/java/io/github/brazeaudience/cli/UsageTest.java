package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
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

/** Errors in a command line are found before anything is sent. */
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
    CommandLineRun run = CommandLineRun.forward("--rest-endpoint", server.endpoint());
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
        "--nope|forward has no option --nope",
        "--instance US_03|leave one of them out",
        "--instance US_09|--instance",
        "--api-key-os WINDOWS|UNSELECTED, IOS, ANDROID",
        "--send-segments-as SOMEHOW|ARRAY_ATTRIBUTE",
        "--external-identity-type unknown|--external-identity-type",
        "--email-identity-type unknown|--email-identity-type",
        "--device-match idfa,nothing|--device-match",
        "--device-match idfa,idfa|--device-match",
        "--format csv|mparticle-firehose",
        "--array-max-length 0|--array-max-length",
        "--array-max-length 501|must be between 1 and 500, but was 501",
        "--array-max-length many|--array-max-length",
        "--max-objects-per-request 0|--max-objects-per-request",
        "--max-objects-per-request 76|must be between 1 and 75, but was 76",
        "--max-in-flight 0|--max-in-flight",
        "--max-in-flight 257|--max-in-flight",
        "--max-in-flight many|--max-in-flight",
        "--rate 3000|--rate",
        "--reserve 20|--reserve",
        "--reserve 100%|--reserve",
        "--deadline 5|--deadline",
        "--give-up-after 0s|--give-up-after",
        "--linger 61m|--linger",
        "--wait-processed 10|--wait-processed",
        "--wait-processed 0s|--wait-processed",
        "--wait-processed 10m --dry-run|leave --wait-processed out",
        "--linger 1|--linger",
        "--demo|write: braze-audience demo",
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
        "--checkpoint DIR/in.ndjson|is not a checkpoint",
        "--checkpoint DIR/x --summary DIR/./x|same file",
        "--checkpoint DIR/x --outcomes DIR/x.tmp|same file",
        "--checkpoint /dev/null|is not a regular file",
        "--store DIR/x --outcomes DIR/./x|same file",
        "--store DIR/in.ndjson|names an input",
        "--store DIR/x --checkpoint DIR/x|same file",
        "--store DIR|is a directory",
        "--store DIR/none/store|--store",
        "--full|--full needs",
        "--unknown-users empty|--unknown-users needs",
        "--unknown-users empty --store|--store",
        "--unknown-users some --store DIR/x|reject, empty or read-back",
        "--unknown-users read-back --store DIR/x --dry-run|--unknown-users reject",
        "--forget u|--forget needs a membership store",
        "--forget u --store DIR/x|--forget takes no FILE",
        "--retire 1|write: braze-audience retire 1 --store",
        "--retire=11036 --store DIR/x|write: braze-audience retire 11036 --store",
        "--retire x1|write: braze-audience retire ID --store",
        "--rename 1 N --store DIR/x|write: braze-audience rename 1 NAME --store",
        "DIR/missing|does not exist",
        "DIR|is a directory",
        "- -|given twice"
      })
  void run_badCommandLine_isExit2WithOneMessage(String args, String message) throws IOException {
    Map<String, String> environment =
        Map.of(
            ConnectionOptions.DEFAULT_KEY_VARIABLE, TrackServer.KEY, "EMPTY", "", "BROKEN", "a\nb");
    assertRefused(command(args.split(" ", -1)).environment(environment), message);
    assertThat(input).hasContent(LINE);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(input);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--outcomes", "--outcomes --summary s", "--instance"})
  void run_optionWithoutValue_isExit2(String args) {
    assertRefused(CommandLineRun.forward(args.split(" ", -1)), args.split(" ", -1)[0]);
  }

  @Test
  void run_instanceCustomWithoutEndpoint_isExit2() {
    assertRefused(CommandLineRun.forward("--instance", "Custom"), "--rest-endpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--rest-api-key=SECRET-KEY", "--rest-api-key", "--rest-api-key-env=SECRET-KEY"})
  void run_keyAsArgument_isRefusedAndNotRepeated(String option) {
    CommandLineRun run = CommandLineRun.forward(option).arg("SECRET-KEY");
    assertRefused(run, ConnectionOptions.DEFAULT_KEY_VARIABLE);
    assertThat(run.err()).doesNotContain("SECRET-KEY");
  }

  @Test
  void run_badKey_isNotRepeated() {
    CommandLineRun run =
        command().environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, "SECRET KEY"));
    assertRefused(run, ConnectionOptions.DEFAULT_KEY_VARIABLE);
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
  void run_refusedCommandLine_keepsExistingOutputs() throws IOException {
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
            "--reserve",
            "20%",
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

  @ParameterizedTest
  @ValueSource(strings = {"demo", "forward", "check", "retire", "rename", "show", "receive"})
  void run_helpOfACommand_fitsATerminalAndHasExamples(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help").run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(run.out())
        .contains("Usage: braze-audience " + command, "Examples:\n  braze-audience " + command)
        .contains("--help", "--version")
        .doesNotContain("\u001b");
  }

  @Test
  void run_helpOfForward_breaksNoValue() {
    assertThat(CommandLineRun.forward("--help").run().out())
        .contains("rest.iad-03.braze.com", "http://127.0.0.1:PORT", "idfa,android_id", "3000/3s");
  }

  @ParameterizedTest
  @CsvSource({
    "demo, FILE --format --send-segments-as --external-identity-type --email-identity-type"
        + " --array-max-length --max-objects-per-request --device-match --api-key --api-key-os"
        + " --outcomes --outcomes-unchanged --summary --report",
    "forward, FILE --format --instance --rest-endpoint --rest-api-key-env --proxy"
        + " --send-segments-as --external-identity-type --email-identity-type"
        + " --array-max-length --max-objects-per-request --device-match --api-key --api-key-os"
        + " --store --store-user --store-password-env --full --unknown-users --forget --checkpoint --dry-run"
        + " --outcomes --outcomes-unchanged --summary --report --max-in-flight --rate --reserve --deadline"
        + " --give-up-after --linger --wait-processed",
    "check, FILE --format --instance --rest-endpoint --rest-api-key-env --proxy"
        + " --send-segments-as --external-identity-type --email-identity-type"
        + " --array-max-length --max-objects-per-request --device-match --api-key --api-key-os"
        + " --store --store-user --unknown-users --wait-processed --json",
    "retire, ID --instance --rest-endpoint --rest-api-key-env --proxy --send-segments-as"
        + " --array-max-length --max-objects-per-request --store --store-user --dry-run --outcomes"
        + " --outcomes-unchanged --summary --report --max-in-flight --rate --reserve --deadline"
        + " --give-up-after --wait-processed",
    "rename, ID NAME --instance --rest-endpoint --rest-api-key-env --proxy --send-segments-as"
        + " --array-max-length --max-objects-per-request --store --store-user --dry-run --outcomes"
        + " --outcomes-unchanged --summary --report --max-in-flight --rate --reserve --deadline"
        + " --give-up-after --wait-processed",
    "show, USER --audience --remote --json --store --store-user --store-password-env --instance --rest-endpoint --rest-api-key-env"
        + " --proxy --send-segments-as --external-identity-type --array-max-length",
    "receive, --database --database-user --database-password-env --max-backlog --journal"
        + " --host --port --path --secret-env --name --instance"
        + " --rest-endpoint --rest-api-key-env --proxy --send-segments-as"
        + " --external-identity-type --email-identity-type --array-max-length"
        + " --max-objects-per-request --device-match --api-key --api-key-os"
        + " --store --unknown-users --rate --reserve"
  })
  void run_helpOfACommand_listsItsOptions(String command, String options) {
    assertThat(CommandLineRun.of(command, "--help").run().out()).contains(options.split(" ", -1));
  }

  @Test
  void run_help_listsTheCommandsAndExitCodes() {
    CommandLineRun run = CommandLineRun.of("--help").run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(run.out())
        .contains(
            "demo", "forward", "check", "retire", "rename", "show", "receive", "Exit codes:", "130")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "forward --version", "receive --version"})
  void run_version_isOnStandardOutput(String args) {
    CommandLineRun run = CommandLineRun.of(args.split(" ", -1)).run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("braze-audience \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @CsvSource({"--help, 2", "--version, 2", "demo, 1"})
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
    CommandLineRun run = CommandLineRun.forward(args.split(" ", -1)).in((InputStream) null);
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
        CommandLineRun.of("retire", "1", "--rest-endpoint", server.endpoint(), "--store");
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
  void run_invalidFileName_isExit2(String option) {
    CommandLineRun run = CommandLineRun.forward("--rest-endpoint", server.endpoint());
    if (!option.isEmpty()) {
      run.arg(option);
    }
    assertRefused(run.arg("a\0b"), "cannot be the name of a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--store x",
        "--checkpoint x",
        "--retire 1 --store x",
        "--rename 1 N --store x",
        "--instance US_03",
        "--proxy localhost:3128",
        "--dry-run"
      })
  void run_demoWithAnOptionForBraze_isExit2(String args) {
    CommandLineRun run = CommandLineRun.of("demo");
    List.of(args.split(" ", -1)).forEach(run::arg);
    assertRefused(run, args.startsWith("--re") ? "write: braze-audience" : "demo has no option");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retire|ID",
        "retire 1|retire needs a membership store",
        "retire 0 --store x|audience id",
        "retire x1 --store x|audience id",
        "retire 9223372036854775808 --store x|audience id",
        "retire 1 in --store x|retire takes no further arguments",
        "retire 1 --store x --checkpoint c|retire has no option --checkpoint",
        "retire 1 --store x --unknown-users empty|retire has no option --unknown-users",
        "retire 1 --store x|is empty or does not exist",
        "retire 1 --store x --dry-run|is empty or does not exist",
        "rename|ID",
        "rename 1|NAME",
        "rename 1 N|rename needs a membership store",
        "rename 0 N --store x|audience id",
        "rename 1 N in --store x|rename takes no further arguments",
        "rename 1 N --store x --checkpoint c|rename has no option --checkpoint",
        "rename 1 N --store x|is empty or does not exist",
        "receive|--send-segments-as must be ARRAY_ATTRIBUTE",
        "receive in|receive takes no further arguments",
        "receive --send-segments-as array --journal-limit 9|receive has no option --journal-limit",
        "demo --format mparticle-firehose|FILE",
        "list u|the first argument must be a command",
        "users.ndjson|the first argument must be a command",
        "--instance US_03 users.ndjson|the first argument must be a command",
        "--instance US_03 forward users.ndjson|the first argument must be a command",
        "--demo|write: braze-audience demo",
        "--retire 11036 --store x|write: braze-audience retire 11036 --store",
        "--retire=11036 --store x|write: braze-audience retire 11036 --store",
        "--rename 11036 N --store x|write: braze-audience rename 11036 NAME --store"
      })
  void run_badCommand_isExit2WithOneMessage(String args, String message) throws IOException {
    assertRefused(CommandLineRun.of(args.split(" ", -1)), message);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(input);
    }
  }

  @Test
  void run_withoutCommand_isExit2() {
    assertRefused(
        CommandLineRun.of(),
        "name a command: demo, forward, check, retire, rename, show or receive");
  }

  @Test
  void run_renameToABlankName_isExit2() {
    assertRefused(CommandLineRun.of("rename", "1", " ", "--store", "x"), "the name is blank");
  }

  @Test
  void run_keyBeforeTheCommand_isNotRepeated() {
    CommandLineRun run = CommandLineRun.of("--rest-api-key=SECRET-KEY", "forward", "SECRET-KEY");
    assertRefused(run, "the first argument must be a command");
    assertThat(run.err()).doesNotContain("SECRET-KEY");
  }

  @Test
  void run_emptyInputAsCheckpoint_isNotOverwritten() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "");
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(empty).arg(empty), "names an input");
    assertThat(empty).isEmptyFile();
  }

  /** A checkpoint is written there before it is put in its place. */
  @Test
  void run_inputNamedLikeTheTemporaryCheckpoint_isNotOverwritten() throws IOException {
    Path input = Files.writeString(directory.resolve("c.tmp"), "[]");
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", server.endpoint(), "--checkpoint");
    assertRefused(run.arg(directory.resolve("c")).arg(input), "names an input");
    assertThat(input).hasContent("[]");
  }
}
