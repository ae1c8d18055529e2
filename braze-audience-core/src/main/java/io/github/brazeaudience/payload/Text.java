package io.github.brazeaudience.payload;

/** Facts about strings that Braze's limits are stated in. */
final class Text {
  private static final int MAX_BYTES_OF_CHAR = 3;

  private Text() {}

  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The length in bytes of UTF-8, of a well-formed text. */
  static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Whether a well-formed text has at most so many bytes of UTF-8; short ones are not counted. */
  static boolean fits(String text, int maxBytes) {
    return (long) text.length() * MAX_BYTES_OF_CHAR <= maxBytes || utf8Length(text) <= maxBytes;
  }

  /** Whether the text can be written as UTF-8 without loss: each surrogate has its other half. */
  static boolean isWellFormed(String text) {
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
}
