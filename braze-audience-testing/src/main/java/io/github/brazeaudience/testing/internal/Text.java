package io.github.brazeaudience.testing.internal;

import java.nio.charset.StandardCharsets;

/** The two ways in which Braze measures text. */
final class Text {
  private Text() {}

  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
