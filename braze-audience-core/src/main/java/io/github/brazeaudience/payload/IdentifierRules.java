package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.internal.Text;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the identifier of a user: the external id, else the Braze id, else the lookup of the
 * device ids, the device match and the email, as far as they are enabled.
 */
final class IdentifierRules {
  /** The IDFV first, because it is Braze's {@code device_id} on iOS. */
  private static final List<DeviceIdentityType> LOOKUP_ORDER =
      Stream.concat(Stream.of(DeviceIdentityType.IDFV), Arrays.stream(DeviceIdentityType.values()))
          .distinct()
          .toList();

  private final BrazeAudienceConfig config;

  IdentifierRules(BrazeAudienceConfig config) {
    this.config = config;
  }

  @Nullable UserIdentifier choose(UserProfile user) {
    String externalId = user.identity(config.externalIdentityType()).orElse(null);
    if (externalId != null) {
      return UserIdentifier.externalId(externalId);
    }
    String brazeId = user.brazeId().orElse(null);
    if (brazeId != null) {
      return UserIdentifier.brazeId(brazeId);
    }
    List<String> devices = config.deviceLookup() ? devices(user) : List.of();
    return devices.isEmpty() ? match(user) : UserIdentifier.devices(devices, match(user));
  }

  private static List<String> devices(UserProfile user) {
    return LOOKUP_ORDER.stream().flatMap(type -> user.device(type).stream()).distinct().toList();
  }

  private @Nullable UserIdentifier match(UserProfile user) {
    for (DeviceAlias alias : config.deviceMatch()) {
      String device = user.device(alias.type()).orElse(null);
      if (device != null) {
        return UserIdentifier.alias(alias.label(), device);
      }
    }
    if (!config.emailFallback()) {
      return null;
    }
    return user.identity(config.emailIdentityType()).map(UserIdentifier::email).orElse(null);
  }

  @Nullable PayloadRefusal check(@Nullable UserIdentifier identifier) {
    if (identifier == null) {
      List<String> wanted = new ArrayList<>();
      wanted.add(config.externalIdentityType().name());
      if (config.deviceLookup()) {
        wanted.add("any device");
      } else {
        config.deviceMatch().forEach(alias -> wanted.add(alias.type().name()));
      }
      if (config.emailFallback()) {
        wanted.add(config.emailIdentityType().name());
      }
      return PayloadRefusal.of(
          Reason.NO_IDENTIFIER,
          "the user has no Braze id and no raw identity of these types: %s; give one of them"
              .formatted(String.join(", ", wanted)));
    }
    int limit =
        switch (identifier.kind()) {
          case EXTERNAL_ID -> PayloadLimits.MAX_EXTERNAL_ID_BYTES;
          case USER_ALIAS -> DeviceAlias.MAX_ALIAS_BYTES;
          // Braze documents no limits for them; an object that is too large is refused as a whole.
          case BRAZE_ID, EMAIL, DEVICE -> Integer.MAX_VALUE;
        };
    if (Text.fits(identifier.value(), limit)) {
      return null;
    }
    return PayloadRefusal.of(
        Reason.IDENTIFIER_TOO_LONG,
        "the %s has %s bytes, but Braze takes at most %s"
            .formatted(
                identifier.kind() == IdentifierKind.EXTERNAL_ID ? "external id" : "alias name",
                Text.utf8Length(identifier.value()),
                limit));
  }
}
