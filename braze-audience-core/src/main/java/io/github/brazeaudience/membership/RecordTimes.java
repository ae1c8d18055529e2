package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the times of a record are encoded: as one time of the record, with the other times only if
 * they differ from it. Without other times, the time of the record is that of the snapshot of each
 * membership, of a known email and of each known push token. Immutable.
 *
 * @param own the time of the record, null if it has no times
 * @param contactDiffers true if the email or a push token has a time that differs, or none
 * @param audiencesDiffer true if an audience has a time that differs, or none
 * @param entered true if there are times at which the user entered audiences that were left later
 */
record RecordTimes(
    @Nullable Instant own, boolean contactDiffers, boolean audiencesDiffer, boolean entered) {
  static final RecordTimes NONE = new RecordTimes(null, false, false, false);

  static RecordTimes of(MembershipRecord record) {
    Instant own = own(record);
    return own == null
        ? NONE
        : new RecordTimes(
            own,
            !record.contact().times().equals(contact(own, record.contact())),
            !record.memberships().values().stream()
                .allMatch(known -> known.times().equals(audiences(own))),
            record.memberships().values().stream()
                .anyMatch(known -> !known.times().entered().isEmpty()));
  }

  boolean differ() {
    return contactDiffers || audiencesDiffer;
  }

  /** The time of a snapshot, or else any time. */
  private static @Nullable Instant own(MembershipRecord record) {
    List<AudienceTimes> audiences =
        record.memberships().values().stream().map(KnownMembership::times).toList();
    ContactTimes contact = record.contact().times();
    return Stream.of(
            audiences.stream().map(AudienceTimes::snapshot),
            audiences.stream().flatMap(times -> times.audiences().values().stream()),
            Stream.of(contact).map(ContactTimes::email),
            contact.tokens().values().stream())
        .flatMap(times -> times)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The times of the contact if none differs. */
  static ContactTimes contact(Instant own, KnownContact known) {
    Map<PushPlatform, Instant> tokens = new EnumMap<>(PushPlatform.class);
    known.tokens().keySet().forEach(platform -> tokens.put(platform, own));
    return new ContactTimes(known.email() == null ? null : own, tokens);
  }

  /** The times of a membership if none differs. */
  static AudienceTimes audiences(Instant own) {
    return new AudienceTimes(own, Map.of(), Map.of());
  }
}
