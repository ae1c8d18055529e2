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
 * Email and push tokens to write for one user: the last value of each, without those that the
 * profile already has. A hash covers the user and the value, so equal values of two users have
 * different hashes. Immutable.
 *
 * @param times the times of the newest values, including those that the profile already has
 */
record WrittenContact(
    @Nullable String email,
    Map<PushPlatform, PushToken> tokens,
    KnownContact hashes,
    ContactTimes times) {

  static WrittenContact of(
      BrazeAudienceConfig config,
      List<UserAttributes> updates,
      KnownContact known,
      ContactTimes times) {
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
    if (email != null && Objects.equals(hashes.email(), known.email())) {
      email = null;
      hashes = hashes.withEmail(null);
    }
    for (PushPlatform platform : List.copyOf(tokens.keySet())) {
      if (Objects.equals(hashes.tokens().get(platform), known.tokens().get(platform))) {
        tokens.remove(platform);
        hashes = hashes.withToken(platform, null);
      }
    }
    return new WrittenContact(email, tokens, hashes, times);
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

  /** Returns the hashes to record while the write is pending, without the written values. */
  KnownContact pending(KnownContact present) {
    KnownContact pending = email == null ? present : present.withEmail(null);
    for (PushPlatform platform : tokens.keySet()) {
      pending = pending.withToken(platform, null);
    }
    return pending;
  }

  /** Returns the hashes to record once Braze accepted the write, with or without push tokens. */
  KnownContact written(KnownContact present, boolean withTokens) {
    KnownContact written = email == null ? present : present.withEmail(hashes.email());
    written =
        written.withTimes(
            present.times().latest(withTokens ? times : new ContactTimes(times.email(), Map.of())));
    if (withTokens) {
      for (PushPlatform platform : tokens.keySet()) {
        written = written.withToken(platform, hashes.tokens().get(platform));
      }
    }
    return written;
  }

  /** Returns the hashes to record after a write that did not take effect. */
  KnownContact restored(KnownContact present, KnownContact before) {
    KnownContact restored = email == null ? present : present.withEmail(before.email());
    for (PushPlatform platform : tokens.keySet()) {
      restored = restored.withToken(platform, before.tokens().get(platform));
    }
    return restored;
  }
}
