package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the user of a line. Values are not changed. */
final class NdjsonProfile {
  private final Values values;
  private final UserProfile.Builder user = UserProfile.builder();
  private int unknownIdentities;

  NdjsonProfile(Values values) {
    this.values = values;
  }

  UserProfile build() {
    return user.build();
  }

  /** The number of identities of unknown types, which are ignored. */
  int unknownIdentities() {
    return unknownIdentities;
  }

  void readIdentities() throws IOException, MalformedLineException {
    values.object("", "identities", this::identity);
  }

  private void identity(String name) throws IOException, MalformedLineException {
    if (name.equalsIgnoreCase("braze_id")) {
      user.brazeId(values.stringOrInteger("identities.", name));
      return;
    }
    Optional<IdentityType> type = IdentityType.find(name);
    if (type.isEmpty()) {
      unknownIdentities++;
      values.skip();
      return;
    }
    user.identity(type.get(), values.stringOrInteger("identities.", name));
  }

  void readDevices() throws IOException, MalformedLineException {
    values.object("", "devices", this::device);
  }

  private void device(String name) throws IOException, MalformedLineException {
    Optional<DeviceIdentityType> type = DeviceIdentityType.find(name);
    Optional<PushPlatform> platform = type.isPresent() ? Optional.empty() : platformOfToken(name);
    if (type.isEmpty() && platform.isEmpty()) {
      values.skip();
      return;
    }
    String value = values.stringOrInteger("devices.", name);
    type.ifPresent(identity -> user.device(identity, value));
    platform.ifPresent(system -> user.pushToken(PushToken.of(system, value)));
  }

  /** In mParticle, the push tokens of both systems are device identities. */
  private static Optional<PushPlatform> platformOfToken(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
      case "applepushnotificationtoken" -> Optional.of(PushPlatform.IOS);
      case "googlecloudmessagingtoken" -> Optional.of(PushPlatform.ANDROID);
      default -> Optional.empty();
    };
  }

  void readPushTokens() throws IOException, MalformedLineException {
    values.array("push_tokens", this::pushToken);
  }

  private void pushToken() throws IOException, MalformedLineException {
    Draft draft = new Draft();
    values.object(
        "push_tokens",
        "[]",
        name -> {
          switch (name) {
            case "platform" -> draft.platform = values.string("push_tokens", "[].platform");
            case "token" -> draft.token = values.string("push_tokens", "[].token");
            case "device_id" -> draft.deviceId = values.string("push_tokens", "[].device_id");
            default -> values.skip();
          }
        });
    Optional<PushPlatform> platform =
        draft.platform == null ? Optional.empty() : PushPlatform.find(draft.platform);
    if (draft.token != null && platform.isPresent()) {
      user.pushToken(token(platform.get(), draft.token, draft.deviceId));
    }
  }

  private static PushToken token(PushPlatform platform, String token, @Nullable String deviceId) {
    return deviceId == null || deviceId.isBlank()
        ? PushToken.of(platform, token)
        : PushToken.of(platform, token, deviceId);
  }

  private static final class Draft {
    private @Nullable String platform;
    private @Nullable String token;
    private @Nullable String deviceId;
  }
}
