package io.github.brazeaudience.audience;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A push token of a user's device. The {@code <}, {@code >} and spaces of a printed APNs token are
 * removed. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_attributes_object">Braze: user
 *     attributes object</a>
 */
public final class PushToken {
  private final PushPlatform platform;
  private final String token;
  private final @Nullable String deviceId;

  private PushToken(PushPlatform platform, String token, @Nullable String deviceId) {
    this.platform = Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(token, "token");
    this.token = platform == PushPlatform.IOS ? token.replaceAll("[<> ]", "") : token;
    this.deviceId = deviceId;
  }

  /**
   * Returns a token without a device id; Braze generates one.
   *
   * @param token the raw token, not hashed
   */
  public static PushToken of(PushPlatform platform, String token) {
    return new PushToken(platform, token, null);
  }

  /**
   * Returns a token of a device with a known id.
   *
   * @param token the raw token, not hashed
   * @param deviceId Braze's device id
   */
  public static PushToken of(PushPlatform platform, String token, String deviceId) {
    return new PushToken(platform, token, Objects.requireNonNull(deviceId, "deviceId"));
  }

  /** {@return the platform of the token} */
  public PushPlatform platform() {
    return platform;
  }

  /** {@return the token as it is sent to Braze} */
  public String token() {
    return token;
  }

  /** {@return Braze's device id, if one was given} */
  public Optional<String> deviceId() {
    return Optional.ofNullable(deviceId);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PushToken that
        && platform == that.platform
        && token.equals(that.token)
        && Objects.equals(deviceId, that.deviceId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(platform, token, deviceId);
  }

  @Override
  public String toString() {
    return "PushToken[" + platform + "]";
  }
}
