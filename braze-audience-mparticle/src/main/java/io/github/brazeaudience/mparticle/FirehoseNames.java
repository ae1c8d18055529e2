package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.util.Locale;
import java.util.Optional;

/** Firehose's spellings of the types of identities. Other interfaces of mParticle differ. */
final class FirehoseNames {
  private FirehoseNames() {}

  /** The name of a user identity, empty if no message has it in its {@code user_identities}. */
  static Optional<String> of(IdentityType type) {
    return switch (type) {
      case CUSTOMER_ID -> Optional.of("customer");
      case ALIAS, FACEBOOK_CUSTOM_AUDIENCE_ID, MPID -> Optional.empty();
      case MOBILE_NUMBER, PHONE_NUMBER_2, PHONE_NUMBER_3 -> Optional.of(lowerCase(type));
      default -> Optional.of(lowerCase(type).replace("_", ""));
    };
  }

  static String of(DeviceIdentityType type) {
    return switch (type) {
      case IDFA -> "ios_advertising_id";
      case IDFV -> "ios_vendor_id";
      default -> lowerCase(type);
    };
  }

  /** The name of a push token, which is among the device identities. */
  static String of(PushPlatform platform) {
    return switch (platform) {
      case IOS -> "apple_push_notification_token";
      case ANDROID -> "google_cloud_messaging_token";
    };
  }

  static Optional<PushPlatform> pushPlatform(String name) {
    for (PushPlatform platform : PushPlatform.values()) {
      if (of(platform).equalsIgnoreCase(name)) {
        return Optional.of(platform);
      }
    }
    return Optional.empty();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
