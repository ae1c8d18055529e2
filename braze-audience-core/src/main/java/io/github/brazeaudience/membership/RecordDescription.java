package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.KnownUser.Ids;
import io.github.brazeaudience.membership.KnownUser.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes records for people. */
final class RecordDescription {
  private static final Ids UNKNOWN = new Ids(State.UNKNOWN, Set.of());

  private RecordDescription() {}

  static KnownUser of(MembershipRecord record, String names) {
    String damage = record.damage().orElse(null);
    if (damage != null) {
      return of(damage, KnownMembership.UNKNOWN, KnownContact.UNKNOWN);
    }
    KnownMembership recorded = record.membership(names);
    return of(null, recorded == null ? KnownMembership.UNKNOWN : recorded, record.contact());
  }

  private static KnownUser of(
      @Nullable String damage, KnownMembership known, KnownContact contact) {
    return new KnownUser(
        Optional.ofNullable(damage),
        known.pending(),
        known.full(),
        known.equals(KnownMembership.UNKNOWN)
            ? Optional.empty()
            : Optional.of(Instant.ofEpochSecond(known.writtenInFullAt())),
        known.members(),
        Optional.ofNullable(known.times().snapshot()),
        known.times().audiences(),
        ids(known.single()),
        ids(known.array()),
        flags(known.elements()),
        flags(known.flags()),
        contact.email() != null,
        contact.tokens().keySet());
  }

  private static Ids ids(KnownSet set) {
    return switch (set.form()) {
      case UNKNOWN -> UNKNOWN;
      case PENDING -> new Ids(State.IN_DOUBT, Set.of());
      case REMOVED -> new Ids(State.ABSENT, Set.of());
      case EMPTY, IDS -> new Ids(State.KNOWN, set.ids());
    };
  }

  private static <K> Map<K, Flag> flags(Map<K, KnownFlag> known) {
    Map<K, Flag> flags = new LinkedHashMap<>();
    known.forEach((key, flag) -> flags.put(key, flag(flag)));
    return flags;
  }

  private static Flag flag(KnownFlag flag) {
    State present = flag.member() == null ? State.ABSENT : State.KNOWN;
    return new Flag(
        flag.pending() ? State.IN_DOUBT : present,
        flag.isOwned() ? Optional.of(flag.audienceId()) : Optional.empty(),
        Boolean.TRUE.equals(flag.member()),
        flag.text());
  }
}
