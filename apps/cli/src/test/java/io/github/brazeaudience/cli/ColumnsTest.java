package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ColumnsTest {
  private static final String NINE = "123456789 ";

  @Test
  void wrap_lineThatFits_isUnchanged() {
    assertThat(Columns.wrap("  2 NO_IDENTIFIER: give one", 80))
        .isEqualTo("  2 NO_IDENTIFIER: give one");
    assertThat(Columns.wrap(NINE.repeat(8).strip(), 80)).hasSize(79);
    assertThat(Columns.wrap("", 80)).isEmpty();
  }

  @Test
  void wrap_longLine_breaksBetweenWordsAndSetsTheRestIn() {
    assertThat(Columns.wrap("  " + NINE.repeat(9).strip(), 80).lines())
        .containsExactly("  " + NINE.repeat(7).strip(), "      " + NINE.repeat(2).strip());
  }

  @Test
  void wrap_wordTooLong_isNotSplit() {
    String url = "https://" + "x".repeat(90);
    assertThat(Columns.wrap("see " + url, 80).lines()).containsExactly("see", "    " + url);
  }
}
