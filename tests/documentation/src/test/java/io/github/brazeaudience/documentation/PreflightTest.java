package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.preflight.PreflightCode;
import io.github.brazeaudience.preflight.Severity;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the tables of the preflight page: every code, its severities, and every permission. */
final class PreflightTest {
  private static final Markdown PAGE = Markdown.of("docs/preflight.md");

  @Test
  void findings_firstColumn_hasEveryCodeInOrder() {
    assertThat(PAGE.rows("Findings").stream().map(row -> row.cell(0)))
        .containsExactlyElementsOf(
            Arrays.stream(PreflightCode.values()).map(code -> "`" + code + "`").toList());
  }

  @Test
  void findings_eachRow_hasASeverityAMeaningAndWhatToDo() {
    assertThat(PAGE.rows("Findings"))
        .allSatisfy(
            row -> {
              assertThat(Severity.values()).extracting(Severity::name).contains(row.cell(1));
              assertThat(row.cell(2)).isNotEmpty();
              assertThat(row.cell(3)).isNotEmpty();
            });
  }

  @Test
  void requests_everyOperation_hasItsPathAndPermission() {
    assertThat(PAGE.rows("Requests")).hasSize(BrazeOperation.values().length);
    assertThat(Stream.of(BrazeOperation.values()))
        .allSatisfy(
            operation ->
                assertThat(PAGE.rows("Requests"))
                    .anySatisfy(
                        row -> {
                          assertThat(row.cell(0)).contains(" " + operation.path() + "`");
                          assertThat(row.cell(1)).isEqualTo("`" + operation.permission() + "`");
                        }));
  }
}
