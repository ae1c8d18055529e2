package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The email and push tokens that Braze is known to hold of a user, as hashes: enough to see that a
 * value is the same, too little to find it. Immutable.
 *
 * @param email null if unknown
 * @param tokens those known, by platform
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
