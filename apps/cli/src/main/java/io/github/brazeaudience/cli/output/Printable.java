package io.github.brazeaudience.cli.output;

import java.util.regex.Pattern;

/**
 * Makes text from elsewhere fit for a line that people read: control characters, line ends, escape
 * sequences and marks that turn the direction of text become spaces, and the length is limited.
 */
public final class Printable {
  /** The longest line that is shown, in UTF-16 characters. */
  public static final int MAX_LENGTH = 8_000;

  private static final String CUT = "...";
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** The text on one line, cut after {@value #MAX_LENGTH} characters. */
  public static String line(String text) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + CUT;
    return UNPRINTABLE.matcher(shown).replaceAll(" ");
  }

  /** True if every character of the text can be shown on a line as it is. */
  static boolean isPrintable(String text) {
    return !UNPRINTABLE.matcher(text).find();
  }
}
