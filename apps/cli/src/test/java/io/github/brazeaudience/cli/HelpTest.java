package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the help and the version of the commands. */
class HelpTest extends UsageFixture {
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
}
