package io.github.brazeaudience.config;

import java.util.List;

/**
 * mParticle's setting "API Key Operating System": limits the push tokens that are sent to one
 * system.
 */
public enum ApiKeyOperatingSystem {
  /** The tokens of both systems are sent. */
  UNSELECTED,
  /** Tokens of iOS only. */
  IOS,
  /** Tokens of Android only. */
  ANDROID;

  private static final Spellings<ApiKeyOperatingSystem> SPELLINGS =
      Spellings.of(values(), system -> List.of());

  /**
   * Parses the name of a constant, ignoring case.
   *
   * @throws IllegalArgumentException if the text names no system
   */
  public static ApiKeyOperatingSystem parse(String text) {
    return SPELLINGS.parse("apiKeyOperatingSystem", text);
  }
}
