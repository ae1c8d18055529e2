package io.github.brazeaudience.receiver.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside in the log: one line, bounded, and nothing that a terminal acts on. */
class LogTextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x90, 0x9b, 0xa0, 0xad, 0x061c, 0x180e, 0x200b,
        0x200e, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0x3000, 0xd800, 0xdfff, 0xe000,
        0xfeff, 0xfff9, 0xffff, 0xe0001, 0x10ffff
      })
  void quote_characterThatIsNotPrintable_isEscaped(int character) {
    String escape = "\\u{" + Integer.toHexString(character) + "}";

    assertThat(LogText.quote("a" + Character.toString(character) + "b"))
        .isEqualTo("\"a" + escape + "b\"");
    assertThat(LogText.line("a" + Character.toString(character) + "b"))
        .isEqualTo("a" + escape + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m-1", "two words", "über", "حملة", "観客", "😀", "a'b<c>&{}%s"})
  void quote_printableText_isUnchanged(String text) {
    assertThat(LogText.quote(text)).isEqualTo('"' + text + '"');
    assertThat(LogText.line(text)).isEqualTo(text);
  }

  /** A value must not end its quotes. */
  @ParameterizedTest
  @CsvSource({"a\"b,\"a\\\"b\"", "a\\b,\"a\\\\b\"", "\\\",\"\\\\\\\"\""})
  void quote_quotesAndBackslashes_areEscaped(String text, String quoted) {
    assertThat(LogText.quote(text)).isEqualTo(quoted);
  }

  @Test
  void quote_longValue_isCutBetweenCharacters() {
    String exact = "😀".repeat(LogText.MAX_VALUE);

    assertThat(LogText.quote(exact)).isEqualTo('"' + exact + '"');
    assertThat(LogText.quote(exact + "x")).isEqualTo('"' + exact + "...\"");
    assertThat(LogText.quote("x".repeat(8 << 20))).hasSize(LogText.MAX_VALUE + 5);
  }

  @Test
  void line_longText_isCut() {
    assertThat(LogText.line("x".repeat(LogText.MAX_LINE + 1)))
        .isEqualTo("x".repeat(LogText.MAX_LINE) + "...");
  }
}
