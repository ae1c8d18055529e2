package io.github.brazeaudience.outcome;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Bounds a message and makes it a single printable line, because parts of it may come from Braze, a
 * proxy, a transport, a store or an input. Control characters, line ends, escape sequences and
 * marks that turn the direction of text become spaces.
 */
final class MessageText {
  /** The longest message, in UTF-16 characters. */
  static final int MAX_LENGTH = 1_000;

  private static final String CUT = "...";
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private MessageText() {}

  /** The message, cut after {@value #MAX_LENGTH} characters. */
  static String of(String message) {
    Objects.requireNonNull(message, "message");
    return of(message, MAX_LENGTH, CUT);
  }

  /** The text, cut after a number of characters, at which the mark is put. */
  static String of(String text, int maxLength, String mark) {
    String shown = text.length() <= maxLength ? text : text.substring(0, maxLength) + mark;
    return UNPRINTABLE.matcher(shown).replaceAll(" ");
  }
}
