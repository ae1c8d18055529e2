package io.github.brazeaudience.config;

import java.nio.charset.StandardCharsets;

/**
 * Halves of surrogate pairs, which UTF-8 has no form for: written all the same, they become {@code
 * ?}, another name than the one that was set.
 */
final class SurrogatePairs {
  private SurrogatePairs() {}

  /**
   * Checks that a setting can be written.
   *
   * @param setting what it is, for the message
   * @throws IllegalArgumentException if the text has half a surrogate pair in it
   */
  static void checkWhole(String setting, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          setting
              + " has half a surrogate pair in it, which is no Unicode text; decode it rightly");
    }
  }
}
