package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the tables and commands of the page about reading a run. */
final class ReadingARunTest {
  private static final Markdown PAGE = Markdown.of("docs/reading-a-run.md");

  @Test
  void reasons_onThePage_areComplete() {
    assertThat(
            PAGE.rows("The outcomes").stream().flatMap(row -> Markdown.codes(row.cell(0)).stream()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Enum::name).toList());
  }

  @Test
  void summaryTable_members_areThoseOfTheExample() {
    String example = PAGE.blocks("json").get(0).text();
    assertThat(
            PAGE.rows("The summary").stream().flatMap(row -> Markdown.codes(row.cell(0)).stream()))
        .containsExactly(example.replaceAll("[{}\"]|:([0-9.]+|null)", "").split(","));
  }

  @ParameterizedTest
  @CsvSource({"0, corrected.ndjson, '2,7'", "1, again.ndjson, '3,12'"})
  void commands_outcomesFile_selectLinesByStatus(
      int block, String file, String lines, @TempDir Path directory) throws Exception {
    String rejected = PAGE.blocks("json").get(1).text();
    Files.write(
        directory.resolve("outcomes.ndjson"),
        List.of(
            rejected,
            rejected.replace("\"line\":2", "\"line\":3").replace("rejected", "not_sent"),
            rejected.replace("\"line\":2", "\"line\":7"),
            rejected.replace("\"line\":2", "\"line\":12").replace("rejected", "unconfirmed")));
    Files.write(
        directory.resolve("users.ndjson"),
        List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"));

    Process shell =
        new ProcessBuilder("sh", "-e", "-c", PAGE.blocks("sh").get(block).text())
            .directory(directory.toFile())
            .inheritIO()
            .start();

    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    assertThat(directory.resolve(file)).hasContent(lines.replace(',', '\n') + "\n");
  }
}
