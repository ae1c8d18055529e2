package io.github.brazeaudience.membership;

import org.jspecify.annotations.Nullable;

/**
 * What one attribute per segment, or one element of an array whose whole is unknown, holds.
 *
 * @param audienceId the audience that it is about
 * @param member what was last accepted for it; null if nothing was, so that it is absent
 * @param text whether it was written as a string
 * @param inDoubt whether something else may have been written over it since
 * @param contested whether that may have been written for another audience
 */
record KnownFlag(
    long audienceId, @Nullable Boolean member, boolean text, boolean inDoubt, boolean contested) {
  KnownFlag(long audienceId, @Nullable Boolean member, boolean text, boolean inDoubt) {
    this(audienceId, member, text, inDoubt, false);
  }

  /** What an attribute says that was read back from the profile, null if it is absent. */
  static KnownFlag readBack(long audienceId, @Nullable Object value) {
    if (value instanceof Boolean member) {
      return new KnownFlag(audienceId, member, false, false);
    }
    boolean in = "true".equals(value);
    return in || "false".equals(value)
        ? new KnownFlag(audienceId, in, true, false)
        : new KnownFlag(audienceId, null, false, value != null);
  }

  /** Whether the profile is known to hold just this. */
  boolean holds(boolean wanted, boolean asText) {
    return !inDoubt && member != null && member == wanted && text == asText;
  }

  /** Whether the profile may say that the user is in the audience. */
  boolean mayBeIn() {
    return inDoubt || Boolean.TRUE.equals(member);
  }

  /** Whether the profile may have the attribute at all. */
  boolean mayBeSet() {
    return inDoubt || member != null;
  }

  /** Whether another audience owns the attribute. What is only in doubt is no claim yet. */
  boolean isOwnedByOtherThan(long id) {
    return member != null && audienceId != id;
  }

  KnownFlag doubted() {
    return doubted(audienceId);
  }

  /** While a write for an audience is in flight. */
  KnownFlag doubted(long writtenFor) {
    return new KnownFlag(audienceId, member, text, true, contested || (audienceId != writtenFor));
  }
}
