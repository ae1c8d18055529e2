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
 * @param times the times of the last accepted values, even while their hashes are unknown
 */
record KnownContact(
    @Nullable ValueHash email, Map<PushPlatform, ValueHash> tokens, ContactTimes times) {
  static final KnownContact UNKNOWN = new KnownContact(null, Map.of(), ContactTimes.NONE);

  KnownContact withEmail(@Nullable ValueHash hash) {
    return new KnownContact(hash, tokens, times);
  }

  KnownContact withToken(PushPlatform platform, @Nullable ValueHash hash) {
    Map<PushPlatform, ValueHash> changed = new EnumMap<>(PushPlatform.class);
    changed.putAll(tokens);
    if (hash == null) {
      changed.remove(platform);
    } else {
      changed.put(platform, hash);
    }
    return new KnownContact(email, changed, times);
  }

  KnownContact withTimes(ContactTimes changed) {
    return new KnownContact(email, tokens, changed);
  }
}
