package io.github.brazeaudience.membership;

import org.jspecify.annotations.Nullable;

/**
 * Known value of one attribute per segment, or of one element of an array whose other elements are
 * unknown.
 *
 * @param audienceId the audience that owns it, 0 if none does
 * @param member the value that Braze accepted last, null if the attribute is absent
 * @param text true if the value was written as a string
 * @param pending true if a write that is pending may have changed it
 * @param contested true if that write was for another audience
 */
record KnownFlag(
    long audienceId, @Nullable Boolean member, boolean text, boolean pending, boolean contested) {
  private static final long NO_AUDIENCE = 0;

  KnownFlag(long audienceId, @Nullable Boolean member, boolean text, boolean pending) {
    this(audienceId, member, text, pending, false);
  }

  /** Interprets the value of an attribute that was read back, null if it is absent. */
  static KnownFlag readBack(@Nullable Object value) {
    if (value instanceof Boolean member) {
      return new KnownFlag(NO_AUDIENCE, member, false, false);
    }
    boolean member = "true".equals(value);
    return member || "false".equals(value)
        ? new KnownFlag(NO_AUDIENCE, member, true, false)
        : new KnownFlag(NO_AUDIENCE, null, false, value != null);
  }

  /** Returns true if the profile certainly has this value. */
  boolean holds(boolean wanted, boolean asText) {
    return !pending && member != null && member == wanted && text == asText;
  }

  /** Returns false if the attribute was read back, and no write has claimed it since. */
  boolean isOwned() {
    return audienceId != NO_AUDIENCE;
  }

  boolean mayBeMember() {
    return pending || Boolean.TRUE.equals(member);
  }

  boolean mayBeSet() {
    return pending || member != null;
  }

  /** Returns true if another audience owns the attribute. A pending claim does not count. */
  boolean isOwnedByOtherThan(long id) {
    return isOwned() && member != null && audienceId != id;
  }

  /** Returns this flag while a write for an audience is pending. */
  KnownFlag markPending(long writtenFor) {
    if (!isOwned()) {
      return new KnownFlag(writtenFor, null, text, true);
    }
    return new KnownFlag(audienceId, member, text, true, contested || (audienceId != writtenFor));
  }
}
