package io.github.brazeaudience.receiver.log;

import java.util.Locale;

/**
 * Text from outside in a form that is safe to log: one line, bounded, and without characters that a
 * terminal or log viewer interprets or hides.
 */
public final class LogText {
  /** Maximum number of characters of a log line. */
  public static final int MAX_LINE = 2_000;

  /** Maximum number of characters of a value, such as the id of a message. */
  public static final int MAX_VALUE = 80;

  private LogText() {}

  /** A whole notice, of at most {@value #MAX_LINE} characters before escapes. */
  public static String line(String text) {
    return escape(text, MAX_LINE, "");
  }

  /** A value in quotes, of at most {@value #MAX_VALUE} characters before escapes. */
  public static String quote(String value) {
    return '"' + escape(value, MAX_VALUE, "\"\\") + '"';
  }

  private static String escape(String text, int max, String alsoEscaped) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().limit(max).forEach(c -> append(escaped, c, alsoEscaped));
    // Not all are counted: a value may have millions.
    if (text.length() > max && text.codePoints().skip(max).findAny().isPresent()) {
      escaped.append("...");
    }
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int character, String alsoEscaped) {
    if (alsoEscaped.indexOf(character) >= 0) {
      escaped.append('\\').appendCodePoint(character);
    } else if (isPrintable(character)) {
      escaped.appendCodePoint(character);
    } else {
      escaped.append(String.format(Locale.ROOT, "\\u{%x}", character));
    }
  }

  /** Format characters are refused: they change the direction of text or are invisible. */
  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}
