package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that errors in a command line are found before anything is sent. */
class UsageTest extends UsageFixture {
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

  /** A JVM replaces bytes of an argument that the locale has no characters for. */
  @ParameterizedTest
  @ValueSource(strings = {"forward", "show", "retire", "rename 11034", "check", "demo", "receive"})
  void run_argumentThatTheLocaleCannotDecode_isRefused(String command) {
    CommandLineRun run = CommandLineRun.of(command.split(" ", -1)).arg("caf\uFFFD\uFFFD");
    assertRefused(
        run, "the character encoding of the locale; set LC_ALL=C.UTF-8 (or another locale");
  }
}
