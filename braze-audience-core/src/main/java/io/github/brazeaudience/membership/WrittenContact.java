package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The email and push tokens that are to be written for one user, the later of several, without
 * those that the profile holds. Hashes are made of user and value, so that equal values of two
 * users do not show as such. Immutable.
 */
record WrittenContact(
    @Nullable String email, Map<PushPlatform, PushToken> tokens, KnownContact hashes) {

  static WrittenContact of(
      BrazeAudienceConfig config, List<UserAttributes> updates, KnownContact held) {
    String email = null;
    Map<PushPlatform, PushToken> tokens = new EnumMap<>(PushPlatform.class);
    KnownContact hashes = KnownContact.UNKNOWN;
    for (UserAttributes update : updates) {
      String user = update.identifier().value();
      if (update.email() != null) {
        email = update.email();
        hashes = hashes.withEmail(ValueHash.of(user, email));
      }
      for (PushToken token : update.pushTokens()) {
        tokens.put(token.platform(), token);
        hashes = hashes.withToken(token.platform(), hash(config, user, token));
      }
    }
    if (email != null && Objects.equals(hashes.email(), held.email())) {
      email = null;
      hashes = hashes.withEmail(null);
    }
    for (PushPlatform platform : List.copyOf(tokens.keySet())) {
      if (Objects.equals(hashes.tokens().get(platform), held.tokens().get(platform))) {
        tokens.remove(platform);
        hashes = hashes.withToken(platform, null);
      }
    }
    return new WrittenContact(email, tokens, hashes);
  }

  private static ValueHash hash(BrazeAudienceConfig config, String user, PushToken token) {
    String appId =
        config
            .apiKey(
                switch (token.platform()) {
                  case IOS -> ApiKeyOperatingSystem.IOS;
                  case ANDROID -> ApiKeyOperatingSystem.ANDROID;
                })
            .orElse("");
    return ValueHash.of(user, appId, token.token(), token.deviceId().orElse(""));
  }

  /** What the profile holds of these is not known any more. */
  KnownContact doubted(KnownContact present) {
    KnownContact doubted = email == null ? present : present.withEmail(null);
    for (PushPlatform platform : tokens.keySet()) {
      doubted = doubted.withToken(platform, null);
    }
    return doubted;
  }

  /** What the profile holds once these are written, tokens only if they were not left out. */
  KnownContact written(KnownContact present, boolean withTokens) {
    KnownContact written = email == null ? present : present.withEmail(hashes.email());
    if (withTokens) {
      for (PushPlatform platform : tokens.keySet()) {
        written = written.withToken(platform, hashes.tokens().get(platform));
      }
    }
    return written;
  }

  /** What the profile held of these before. */
  KnownContact restored(KnownContact present, KnownContact before) {
    KnownContact restored = email == null ? present : present.withEmail(before.email());
    for (PushPlatform platform : tokens.keySet()) {
      restored = restored.withToken(platform, before.tokens().get(platform));
    }
    return restored;
  }
}
