package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output on a terminal of 80 columns and to a pipe. */
final class TerminalTest {
  private static final String LINES =
      """
      {"identities":{"customer_id":"u-1"},"member_of":[{"id":11036}]}
      {"identities":{},"member_of":[{"id":11036}]}
      {"identities":{"customer_id":"u-3"},"entered":[{"id":11036}]}
      """;

  @Test
  void run_onATerminal_noLineIsWiderThanItAndNoNoticeIsCut() {
    CommandLineRun run = run(true);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertFits(run);
    assertThat(run.err())
        .contains("Braze responded with a server error; attempt 2 follows")
        .contains(
            "`identities.customer_id`,\n      `identities.braze_id`, `devices.idfa`,"
                + " `devices.android_id` (blank and\n      all-zero ids do not count); write one"
                + " of them\n")
        .doesNotContain("\u001b");
  }

  @Test
  void run_smallFileOnATerminal_endsWithAFullBar(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("in"), LINES);

    CommandLineRun run = CommandLineRun.forward("--dry-run").arg(file).onTerminal().run();

    assertThat(run.err())
        .contains("100%", String.format(Locale.ROOT, "%1$d/%1$d B", Files.size(file)))
        .doesNotContain("\n   0%");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 79})
  void run_onANarrowTerminal_theBarIsNotWider(int width, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("in"), LINES);
    CommandLineRun run = CommandLineRun.forward("--dry-run").arg(file).onTerminal(width).run();
    assertThat(run.err().split("[\r\n]"))
        .filteredOn(line -> line.contains("%") || line.contains("[="))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(width));
  }

  @Test
  void run_onAPipe_everyMessageIsOneLine() {
    CommandLineRun run = run(false);
    assertThat(run.err().lines())
        .anySatisfy(line -> assertThat(line).contains("NO_IDENTIFIER", "write one of them"))
        .contains("1 accepted, 0 unchanged, 2 rejected, 0 unconfirmed, 0 not sent");
    assertThat(run.err()).doesNotContain("\r", "\u001b");
  }

  @Test
  void usageError_onATerminal_isWrapped() {
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", "https://rest.iad-03.braze.com/")
            .onTerminal()
            .run();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err().lines())
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Columns.WIDTH));
  }

  @Test
  void run_resumedInAnotherMode_isReportedInLinesThatFit(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("in"), LINES);
    try (FakeBraze braze = FakeBraze.builder().restApiKey(TrackServer.KEY).start()) {
      onTerminal("forward", braze, "--checkpoint", directory.resolve("c"), file);
      CommandLineRun run =
          onTerminal(
              "forward",
              braze,
              "--send-segments-as=SINGLE_AND_ARRAY_AND_PER_SEGMENT",
              "--checkpoint",
              directory.resolve("c"),
              file);
      assertThat(run.err()).contains("The checkpoint is at update 3").contains("written");
      assertFits(run);
    }
  }

  @Test
  void retire_onATerminal_isPrintedBesideTheBar(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("in"), LINES);
    try (FakeBraze braze = FakeBraze.builder().restApiKey(TrackServer.KEY).start()) {
      onTerminal("forward", braze, "--store", directory.resolve("store"), file);
      CommandLineRun run =
          onTerminal("retire", braze, "11036", "--store", directory.resolve("store"));
      assertThat(Stream.of(run.err().split("[\r\n]+", -1)))
          .contains("Retiring audience 11036: 1 user, 1 request, 1 data point");
      assertFits(run);
    }
  }

  private static CommandLineRun onTerminal(String command, FakeBraze braze, Object... args) {
    CommandLineRun run =
        CommandLineRun.of(command, "--rest-endpoint", "http://127.0.0.1:" + braze.port())
            .onTerminal();
    for (Object arg : args) {
      run.arg(arg);
    }
    return run.run();
  }

  private static void assertFits(CommandLineRun run) {
    assertThat(Stream.of(run.err().split("[\r\n]+", -1)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Columns.WIDTH));
  }

  private static CommandLineRun run(boolean terminal) {
    try (FakeBraze braze = FakeBraze.builder().restApiKey(TrackServer.KEY).start()) {
      braze.next(Fault.status(503));
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", "http://127.0.0.1:" + braze.port()).in(LINES);
      return (terminal ? run.onTerminal() : run).run();
    }
  }
}
