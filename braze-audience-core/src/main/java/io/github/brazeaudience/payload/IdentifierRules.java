package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the identifier of a user: the external id, else the Braze id, else the device match,
 * else the email if the fallback is enabled.
 */
final class IdentifierRules {
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
      config.deviceMatch().forEach(alias -> wanted.add(alias.type().name()));
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
          case BRAZE_ID, EMAIL -> Integer.MAX_VALUE;
        };
    if (Text.fits(identifier.value(), limit)) {
      return null;
    }
    return PayloadRefusal.of(
        Reason.IDENTIFIER_TOO_LONG,
        String.format(
            Locale.ROOT,
            "the %s has %d bytes, but Braze takes at most %d",
            identifier.kind() == IdentifierKind.EXTERNAL_ID ? "external id" : "alias name",
            Text.utf8Length(identifier.value()),
            limit));
  }
}
