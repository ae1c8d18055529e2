package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.internal.payload.AttributesContent;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Times of the newest accepted email and push tokens of one user, as {@link StatementTimes} counts
 * them. Immutable.
 *
 * @param email null if no email had a timestamp
 * @param tokens the times of the push tokens that had a timestamp, by platform
 */
record ContactTimes(@Nullable Long email, Map<PushPlatform, Long> tokens) {
  static final ContactTimes NONE = new ContactTimes(null, Map.of());

  boolean isEmailNewer(long time) {
    return email != null && email > time;
  }

  boolean isTokenNewer(PushPlatform platform, long time) {
    Long newest = tokens.get(platform);
    return newest != null && newest > time;
  }

  /** Returns true if the email and every push token of the update are older than these. */
  boolean isEachNewer(AttributesContent update, long time) {
    return (update.email() == null || isEmailNewer(time))
        && update.pushTokens().stream().allMatch(token -> isTokenNewer(token.platform(), time));
  }

  /** The later of the times in both. */
  ContactTimes latest(ContactTimes other) {
    Map<PushPlatform, Long> latest = new EnumMap<>(PushPlatform.class);
    latest.putAll(tokens);
    other.tokens.forEach((platform, time) -> latest.merge(platform, time, Math::max));
    return new ContactTimes(
        email == null || (other.email != null && other.email > email) ? other.email : email,
        latest);
  }

  /** The times after an update without the values that are older than these. */
  ContactTimes after(AttributesContent update, long time) {
    Map<PushPlatform, Long> changed = new EnumMap<>(PushPlatform.class);
    changed.putAll(tokens);
    for (PushToken token : update.pushTokens()) {
      changed.put(token.platform(), time);
    }
    return new ContactTimes(update.email() == null ? email : Long.valueOf(time), changed);
  }
}
