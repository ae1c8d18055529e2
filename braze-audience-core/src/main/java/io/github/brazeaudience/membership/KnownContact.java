package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of the email and the push tokens that a profile is known to have. A hash shows that a
 * value is unchanged and does not reveal the value. Immutable.
 *
 * @param email null if unknown
 * @param tokens the known tokens, by platform
 */
record KnownContact(@Nullable ValueHash email, Map<PushPlatform, ValueHash> tokens) {
  static final KnownContact UNKNOWN = new KnownContact(null, Map.of());

  KnownContact withEmail(@Nullable ValueHash hash) {
    return new KnownContact(hash, tokens);
  }

  KnownContact withToken(PushPlatform platform, @Nullable ValueHash hash) {
    Map<PushPlatform, ValueHash> changed = new EnumMap<>(PushPlatform.class);
    changed.putAll(tokens);
    if (hash == null) {
      changed.remove(platform);
    } else {
      changed.put(platform, hash);
    }
    return new KnownContact(email, changed);
  }
}
