package io.github.brazeaudience.testing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Push token of a profile. A profile has one token per device of an app. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/objects_filters/user_attributes_object">Braze: user
 *     attributes object</a>
 */
public final class ProfilePushToken {
  private final String appId;
  private final String deviceId;
  private final String token;

  private ProfilePushToken(String appId, String deviceId, String token) {
    this.appId = Objects.requireNonNull(appId, "appId");
    this.deviceId = Objects.requireNonNull(deviceId, "deviceId");
    this.token = Objects.requireNonNull(token, "token");
  }

  /**
   * Creates a push token.
   *
   * @param appId the app identifier
   * @param deviceId the device in that app
   * @param token the token
   */
  public static ProfilePushToken of(String appId, String deviceId, String token) {
    return new ProfilePushToken(appId, deviceId, token);
  }

  /** {@return the identifier of the app that the token belongs to} */
  public String appId() {
    return appId;
  }

  /** {@return the device id, which {@link FakeBraze} generates if the request has none} */
  public String deviceId() {
    return deviceId;
  }

  /** {@return the token as it was sent} */
  public String token() {
    return token;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProfilePushToken that
        && appId.equals(that.appId)
        && deviceId.equals(that.deviceId)
        && token.equals(that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(appId, deviceId, token);
  }

  @Override
  public String toString() {
    return "ProfilePushToken[redacted]";
  }
}
