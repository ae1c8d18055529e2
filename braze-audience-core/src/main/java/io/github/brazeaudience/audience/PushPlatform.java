package io.github.brazeaudience.audience;

import java.util.Locale;
import java.util.Optional;

/** The platform of a push token. */
public enum PushPlatform {
  /** Apple's push notification service. */
  IOS,
  /** Firebase cloud messaging. */
  ANDROID;

  /** Returns the platform named {@code ios} or {@code android}, in any case. */
  public static Optional<PushPlatform> find(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "IOS" -> Optional.of(IOS);
      case "ANDROID" -> Optional.of(ANDROID);
      default -> Optional.empty();
    };
  }
}
