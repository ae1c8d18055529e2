package io.github.brazeaudience.cli.output;

import java.util.regex.Pattern;

/**
 * Makes untrusted text safe to print on one line: control characters, line ends, escape sequences
 * and bidirectional marks become spaces, and the length is limited.
 */
public final class Printable {
  /** Maximum length of a line in UTF-16 characters. */
  public static final int MAX_LENGTH = 8_000;

  private static final String CUT = "...";
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** The text as one line, truncated to {@value #MAX_LENGTH} characters. */
  public static String line(String text) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + CUT;
    return UNPRINTABLE.matcher(shown).replaceAll(" ");
  }

  /** True if all characters are printable. */
  static boolean isPrintable(String text) {
    return !UNPRINTABLE.matcher(text).find();
  }
}
