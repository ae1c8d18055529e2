package io.github.brazeaudience.internal.engine;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words of an exception, made fit for a message: one line, printable, bounded, no identities. */
final class CauseText {
  /** The longest text that is shown. */
  private static final int MAX_LENGTH = 200;

  /** Causes of causes that are looked at; a chain may be a circle. */
  private static final int MAX_DEPTH = 16;

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S*");

  private CauseText() {}

  /**
   * The message of the innermost cause that has one, else the name of its class.
   *
   * @param personal values that it must not show
   */
  static String of(Throwable failure, Collection<String> personal) {
    try {
      String text = shown(innermost(failure), personal);
      return text.isEmpty() ? failure.getClass().getSimpleName() : text;
    } catch (Throwable e) {
      // Exceptions are code of others too, and there may be no heap for a text.
      return "no cause can be shown";
    }
  }

  private static String innermost(Throwable failure) {
    String innermost = "";
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      String message = cause.getMessage();
      innermost = message == null || message.isBlank() ? innermost : message;
      cause = cause.getCause();
    }
    return innermost;
  }

  private static String shown(String message, Collection<String> personal) {
    String text = message.substring(0, Math.min(message.length(), 8 * MAX_LENGTH));
    for (String value : personal) {
      if (text.contains(value)) {
        text = BrazeText.without(text, value);
      }
    }
    text = ADDRESS.matcher(text).replaceAll(BrazeText.REMOVED);
    text = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_LENGTH
        ? text
        : UNPRINTABLE.matcher(text.substring(0, MAX_LENGTH)).replaceAll(" ").strip()
            + BrazeText.REMOVED;
  }
}
