package io.github.brazeaudience.internal;

/** String lengths in the units of Braze's limits, and the check for unpaired surrogates. */
public final class Text {
  private static final int MAX_BYTES_OF_CHAR = 3;

  private Text() {}

  public static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The length of a well-formed text in bytes of UTF-8. */
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Returns true if a well-formed text has at most {@code maxBytes} bytes of UTF-8. */
  public static boolean fits(String text, int maxBytes) {
    return (long) text.length() * MAX_BYTES_OF_CHAR <= maxBytes || utf8Length(text) <= maxBytes;
  }

  /** Returns true if the text has no unpaired surrogate, which UTF-8 cannot encode. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Throws an {@link IllegalArgumentException} if a setting has an unpaired surrogate. */
  public static void requireWellFormed(String setting, String text) {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException(
          setting + " contains an unpaired surrogate; check how it was decoded");
    }
  }
}
