package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\u0000", "\u001b", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066",
        "\ud800"
      })
  void line_unprintableCharacter_isASpace(String character) {
    assertThat(Printable.line("a" + character + "b")).isEqualTo("a b");
    assertThat(Printable.isPrintable("a" + character)).isFalse();
  }

  @Test
  void line_printableText_isUnchanged() {
    String text = "é \ud83d\ude80 \"quoted\"";
    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.isPrintable(text)).isTrue();
  }

  @Test
  void line_longText_isCut() {
    assertThat(Printable.line("x".repeat(8 << 20)))
        .hasSize(Printable.MAX_LENGTH + 3)
        .endsWith("x...");
  }
}
