package io.github.brazeaudience.audience;

import java.util.Locale;

/** mParticle's encoding of an identity. Only a raw identity can identify a user in Braze. */
public enum IdentityEncoding {
  /** Not encoded. */
  RAW,
  /** A hash, or an encoding that this library does not know. */
  HASHED;

  /**
   * Parses mParticle's name of an encoding. An unknown encoding counts as hashed, so its value is
   * never used as an identity.
   *
   * @param text {@code raw}, or {@code none} as in the Profile API; {@code md5}, {@code sha1},
   *     {@code sha256}
   */
  public static IdentityEncoding parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "raw", "none" -> RAW;
      default -> HASHED;
    };
  }
}
