package io.github.brazeaudience.config;

import java.util.List;
import java.util.Optional;

/**
 * mParticle's device identity types. Push tokens are not included; see {@link
 * io.github.brazeaudience.audience.PushToken}.
 *
 * @see <a href="https://docs.mparticle.com/developers/server/json-reference/">mParticle: JSON
 *     reference</a>
 */
public enum DeviceIdentityType {
  /** Apple's advertising identifier. */
  IDFA("ios_advertising_id", "ios_idfa"),
  /** Apple's identifier for vendors. */
  IDFV("ios_vendor_id", "ios_idfv"),
  /** The Android id. */
  ANDROID_ID("android_uuid"),
  /** Google's advertising identifier. */
  GOOGLE_ADVERTISING_ID("android_advertising_id", "android_aaid", "gaid"),
  /** Roku's advertising identifier. */
  ROKU_ADVERTISING_ID("roku_aid"),
  /** Roku's publisher identifier. */
  ROKU_PUBLISHER_ID,
  /** Microsoft's advertising identifier. */
  MICROSOFT_ADVERTISING_ID,
  /** Microsoft's publisher identifier. */
  MICROSOFT_PUBLISHER_ID,
  /** Amazon's advertising identifier. */
  FIRE_ADVERTISING_ID("fire_aid");

  private static final Spellings<DeviceIdentityType> SPELLINGS =
      Spellings.of(values(), type -> type.spellings);

  private final List<String> spellings;

  DeviceIdentityType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /**
   * Returns the type with a name in any of mParticle's spellings, ignoring case; empty if there is
   * none.
   */
  public static Optional<DeviceIdentityType> find(String text) {
    return SPELLINGS.find(text);
  }

  /**
   * Parses a type like {@link #find}.
   *
   * @throws IllegalArgumentException if the text names no type
   */
  public static DeviceIdentityType parse(String text) {
    return SPELLINGS.parse("device identity type", text);
  }
}
