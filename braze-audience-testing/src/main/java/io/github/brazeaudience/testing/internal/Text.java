package io.github.brazeaudience.testing.internal;

import java.nio.charset.StandardCharsets;

/** Lengths of text, in the two units of Braze's limits. */
final class Text {
  private Text() {}

  static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
