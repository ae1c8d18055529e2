package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Layout of the times in an encoded record: one time of the record, and other times only if they
 * differ from it. Without other times, the time of the record is that of the snapshot of each
 * membership, of a known email and of each known push token. Immutable.
 *
 * @param own the time of the record, null if it has no times
 * @param contactDiffers true if the email or a push token has a time that differs, or none
 * @param audiencesDiffer true if an audience has a time that differs, or none
 * @param claims true if there are times of claims of attributes per segment
 */
record RecordTimes(
    @Nullable Instant own, boolean contactDiffers, boolean audiencesDiffer, boolean claims) {
  static final RecordTimes NONE = new RecordTimes(null, false, false, false);

  static RecordTimes of(MembershipRecord record) {
    Instant own = own(record);
    return own == null
        ? NONE
        : new RecordTimes(
            own,
            !record.contact().times().equals(contact(own, record.contact())),
            audiencesDiffer(own, record),
            hasClaims(record));
  }

  private static boolean audiencesDiffer(Instant own, MembershipRecord record) {
    AudienceTimes expected = audiences(own);
    for (KnownMembership known : record.memberships().values()) {
      if (!known.times().equals(expected)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasClaims(MembershipRecord record) {
    for (KnownMembership known : record.memberships().values()) {
      if (!known.times().claims().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  boolean differ() {
    return contactDiffers || audiencesDiffer;
  }

  /** The time of a snapshot, or else any time. */
  private static @Nullable Instant own(MembershipRecord record) {
    for (KnownMembership known : record.memberships().values()) {
      if (known.times().snapshot() != null) {
        return known.times().snapshot();
      }
    }
    for (KnownMembership known : record.memberships().values()) {
      if (!known.times().audiences().isEmpty()) {
        return known.times().audiences().values().iterator().next();
      }
    }
    ContactTimes contact = record.contact().times();
    if (contact.email() != null) {
      return contact.email();
    }
    return contact.tokens().isEmpty() ? null : contact.tokens().values().iterator().next();
  }

  static ContactTimes contact(Instant own, KnownContact known) {
    Map<PushPlatform, Instant> tokens = new EnumMap<>(PushPlatform.class);
    known.tokens().keySet().forEach(platform -> tokens.put(platform, own));
    return new ContactTimes(known.email() == null ? null : own, tokens);
  }

  static AudienceTimes audiences(Instant own) {
    return new AudienceTimes(own, Map.of(), Map.of());
  }
}
