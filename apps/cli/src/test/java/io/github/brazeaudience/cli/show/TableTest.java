package io.github.brazeaudience.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, abc|d",
    "'ab cd', 3, ab|cd",
    "'''1'',''2''', 4, '''1'',|''2'''",
    "日本語, 4, 日本|語",
    "日本語, 3, 日|本|語",
    "日本, 1, 日|本",
    "😀😀😀, 4, 😀😀|😀",
    "a😀, 2, a|😀"
  })
  void wrap_text_breaksAtTheColumnsOfATerminal(String text, int width, String lines) {
    assertThat(String.join("|", Table.wrap(text, width))).isEqualTo(lines);
  }

  @Test
  void row_wideCharacters_keepsTheColumnsAligned() {
    Table table = new Table(6, 3);
    table.row("日本", "x");
    table.row("e\u0301", "y");
    assertThat(table).hasToString("  日本   x\n  e\u0301      y\n");
  }

  @Test
  void paragraph_furtherLines_areIndentedLikeTheFirst() {
    assertThat(Table.paragraph(12, "  1. ", "one two three"))
        .isEqualTo("  1. one two\n     three\n");
  }
}
