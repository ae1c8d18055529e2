package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File names, arguments and names in the input cannot forge lines or control a terminal. */
class ForeignTextTest {
  private static final String HOSTILE = "a\nforged: line\u001b[2J\u202e\u0085\u2028b";
  private static final String UNPRINTABLE = "(?s).*[\\p{C}\\p{Zl}\\p{Zp}&&[^\\n]].*";

  @TempDir Path directory;

  private static void assertOneLine(CommandLineRun run, String what) {
    assertThat(run.err().lines()).singleElement().asString().contains(what);
    assertThat(run.err()).doesNotMatch(UNPRINTABLE).hasSizeLessThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--instance",
        "--send-segments-as",
        "--external-identity-type",
        "--device-match",
        "--format",
        "--rate",
        "--deadline",
        "--proxy",
        "--rest-endpoint",
        "--unknown-users",
        "--summary"
      })
  void run_hostileValueOfAnOption_isOneLine(String option) {
    String value = option.equals("--summary") ? "none/" + HOSTILE : HOSTILE;
    CommandLineRun run = CommandLineRun.forward(option, value).run();
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertOneLine(run, option);
  }

  @Test
  void run_hostileCommandOrId_isOneLine() {
    assertOneLine(CommandLineRun.of(HOSTILE).run(), "must be a command");
    assertOneLine(CommandLineRun.of("--" + HOSTILE).run(), "must be a command");
    assertOneLine(CommandLineRun.of("retire", HOSTILE).run(), "(ID)");
    assertOneLine(CommandLineRun.of("--retire", HOSTILE).run(), "retire ID --store");
  }

  @Test
  void run_hostileOptionOrFile_isOneLine() {
    assertOneLine(CommandLineRun.forward("--" + HOSTILE).run(), "no option");
    assertOneLine(CommandLineRun.forward(HOSTILE).run(), "does not exist");
    assertOneLine(CommandLineRun.forward("--" + "x".repeat(8 << 20)).run(), "no option");
  }

  @Test
  void run_outcomesOfAHostileFileName_areLinesOfJsonWithTheName() throws IOException {
    Path file = Files.writeString(directory.resolve(HOSTILE), "bad\nbad\n");
    Path plain = Files.writeString(directory.resolve("é"), "bad\n");
    Path outcomes = directory.resolve("o");
    CommandLineRun run = CommandLineRun.forward("--dry-run", "--outcomes").arg(outcomes).arg(file);
    assertThat(run.arg(plain).run().exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(Files.readString(outcomes)).doesNotMatch(UNPRINTABLE).contains("/é\"");
    assertThat(Files.readAllLines(outcomes).stream().map(line -> Json.object(line).get("file")))
        .containsExactly(file.toString(), file.toString(), plain.toString());
  }

  @Test
  void run_hostileNamesInTheInput_areOneLineOfTheDemo() {
    String line =
        "{\"identities\":{\"customer_id\":\"u\\u001b[2J\\n\\u2028x\"},\"member_of\":[{\"id\":1,\"name\":\"N\\u001b\\u202e\"}]}\n";
    CommandLineRun run = CommandLineRun.of("demo", "-").in(line).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).contains("Profile u").doesNotMatch(UNPRINTABLE);
  }
}
