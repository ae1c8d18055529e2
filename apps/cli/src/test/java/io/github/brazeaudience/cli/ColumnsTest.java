package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ColumnsTest {
  private static final String NINE = "123456789 ";

  @Test
  void wrap_lineThatFits_isUnchanged() {
    assertThat(Columns.wrap("  2 NO_IDENTIFIER: give one"))
        .isEqualTo("  2 NO_IDENTIFIER: give one");
    assertThat(Columns.wrap(NINE.repeat(8).strip())).hasSize(79);
    assertThat(Columns.wrap("")).isEmpty();
  }

  @Test
  void wrap_longLine_breaksBetweenWordsAndSetsTheRestIn() {
    assertThat(Columns.wrap("  " + NINE.repeat(9).strip()).lines())
        .containsExactly("  " + NINE.repeat(7).strip(), "      " + NINE.repeat(2).strip());
  }

  @Test
  void wrap_wordTooLong_isNotSplit() {
    String url = "https://" + "x".repeat(90);
    assertThat(Columns.wrap("see " + url).lines()).containsExactly("see", "    " + url);
  }
}
