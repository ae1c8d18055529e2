package io.github.brazeaudience.config;

import java.util.List;

/** The page's setting "API Key Operating System": which push tokens are forwarded. */
public enum ApiKeyOperatingSystem {
  /** Does not limit: the tokens of both systems are forwarded. */
  UNSELECTED,
  /** Tokens of iOS only. */
  IOS,
  /** Tokens of Android only. */
  ANDROID;

  private static final Labels<ApiKeyOperatingSystem> LABELS =
      Labels.of(values(), system -> List.of());

  /**
   * Reads a system in any case.
   *
   * @param text the spelling
   * @throws IllegalArgumentException if no system is spelled so
   */
  public static ApiKeyOperatingSystem parse(String text) {
    return LABELS
        .find(text)
        .orElseThrow(() -> Labels.unknown("apiKeyOperatingSystem", text, values()));
  }
}
