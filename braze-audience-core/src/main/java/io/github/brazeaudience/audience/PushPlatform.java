package io.github.brazeaudience.audience;

import java.util.Locale;
import java.util.Optional;

/** The system that a push token belongs to. */
public enum PushPlatform {
  /** Apple's push notification service. */
  IOS,
  /** Firebase cloud messaging. */
  ANDROID;

  /**
   * Reads a platform in any case.
   *
   * @param text {@code ios} or {@code android}
   * @return the platform, empty if there is none of this name
   */
  public static Optional<PushPlatform> find(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "IOS" -> Optional.of(IOS);
      case "ANDROID" -> Optional.of(ANDROID);
      default -> Optional.empty();
    };
  }
}
