package io.github.brazeaudience.outcome;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Converts a message to a single printable line of bounded length, because parts of it may come
 * from Braze, a proxy, a transport, a store or an input. Control characters, line ends, escape
 * sequences and bidirectional marks become spaces.
 */
final class MessageText {
  /** The longest message, in UTF-16 characters. */
  static final int MAX_LENGTH = 1_000;

  private static final String CUT = "...";
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private MessageText() {}

  static String of(String message) {
    Objects.requireNonNull(message, "message");
    return of(message, MAX_LENGTH, CUT);
  }

  /** Returns the text. A longer one is truncated, and the mark appended. */
  static String of(String text, int maxLength, String mark) {
    if (text.isEmpty()) {
      return text; // Most outcomes have no message.
    }
    String shown = text.length() <= maxLength ? text : text.substring(0, maxLength) + mark;
    return UNPRINTABLE.matcher(shown).replaceAll(" ");
  }
}
