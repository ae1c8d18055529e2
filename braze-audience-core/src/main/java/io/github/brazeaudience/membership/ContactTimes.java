package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.internal.payload.AttributesContent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Times of the newest accepted email and push tokens of one user. Immutable.
 *
 * @param email null if no email had a timestamp
 * @param tokens the times of the push tokens that had a timestamp, by platform
 */
record ContactTimes(@Nullable Instant email, Map<PushPlatform, Instant> tokens) {
  static final ContactTimes NONE = new ContactTimes(null, Map.of());

  boolean isEmailNewer(Instant time) {
    return email != null && email.isAfter(time);
  }

  boolean isTokenNewer(PushPlatform platform, Instant time) {
    Instant newest = tokens.get(platform);
    return newest != null && newest.isAfter(time);
  }

  /** Returns true if the email and every push token of the update are older than these. */
  boolean isEachNewer(AttributesContent update, Instant time) {
    return (update.email() == null || isEmailNewer(time))
        && update.pushTokens().stream().allMatch(token -> isTokenNewer(token.platform(), time));
  }

  ContactTimes latest(ContactTimes other) {
    Map<PushPlatform, Instant> latest = new EnumMap<>(PushPlatform.class);
    latest.putAll(tokens);
    other.tokens.forEach((platform, time) -> latest.merge(platform, time, ContactTimes::later));
    return new ContactTimes(
        email == null || other.email == null
            ? (email == null ? other.email : email)
            : later(email, other.email),
        latest);
  }

  static Instant later(Instant one, Instant other) {
    return other.isAfter(one) ? other : one;
  }

  /** The times after an update without the values that are older than these. */
  ContactTimes after(AttributesContent update, Instant time) {
    Map<PushPlatform, Instant> changed = new EnumMap<>(PushPlatform.class);
    changed.putAll(tokens);
    for (PushToken token : update.pushTokens()) {
      changed.put(token.platform(), time);
    }
    return new ContactTimes(update.email() == null ? email : time, changed);
  }
}
