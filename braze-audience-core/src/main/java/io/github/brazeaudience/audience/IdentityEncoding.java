package io.github.brazeaudience.audience;

import java.util.Locale;

/** How mParticle encoded an identity. Only raw ones can identify a user in Braze. */
public enum IdentityEncoding {
  /** As it is. */
  RAW,
  /** A hash, or an encoding that this library does not know. */
  HASHED;

  /**
   * Reads mParticle's word for an encoding.
   *
   * @param text {@code raw}, or {@code none} as the Profile API says; {@code md5}, {@code sha1},
   *     {@code sha256}
   * @return the encoding; what is unknown counts as hashed, so that it is never taken for an
   *     identity
   */
  public static IdentityEncoding parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "raw", "none" -> RAW;
      default -> HASHED;
    };
  }
}
