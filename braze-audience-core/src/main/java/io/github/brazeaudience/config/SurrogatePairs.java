package io.github.brazeaudience.config;

import java.nio.charset.StandardCharsets;

/**
 * Check for unpaired surrogates. They cannot be encoded in UTF-8 and would silently become {@code
 * ?}.
 */
final class SurrogatePairs {
  private SurrogatePairs() {}

  /**
   * Checks that a setting has no unpaired surrogate.
   *
   * @throws IllegalArgumentException if it has one; the message names the setting
   */
  static void checkWhole(String setting, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          setting + " contains an unpaired surrogate; check how it was decoded");
    }
  }
}
