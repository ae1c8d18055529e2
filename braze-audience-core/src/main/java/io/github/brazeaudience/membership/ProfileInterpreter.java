package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Interpreter of exported profiles. The full set is known if each of the configured string and
 * array attributes is absent or in the format of this library, and if those that exist name the
 * same audiences. An absent attribute may never have been written, so it does not contradict the
 * other one. Thread-safe.
 */
final class ProfileInterpreter {
  private static final String UNEXPECTED_FORMAT =
      "\"%s\" on the profile in Braze is not a complete list of audience ids in the expected format, so the user's"
          + " audiences are unknown; forward a snapshot first";

  private static final String DIFFERENT_AUDIENCES =
      "\"%s\" and \"%s\" on the profile in Braze name different audiences, so the user's audiences are unknown; forward"
          + " a snapshot first";

  private final BrazeAudienceConfig config;
  private final String names;

  /** {@code names} is the key of the attribute names in records. */
  ProfileInterpreter(BrazeAudienceConfig config, String names) {
    this.config = config;
    this.names = names;
  }

  ReadBack interpret(
      List<UserAttributes> updates, @Nullable Map<String, ?> customAttributes, Instant now) {
    Map<String, ?> profile = customAttributes == null ? Map.of() : customAttributes;
    String singleName = config.attributeNames().single();
    String arrayName = config.attributeNames().array();
    KnownSet single =
        config.sendSegmentsAs().single()
            ? KnownSet.readBackText(profile.get(singleName))
            : KnownSet.UNKNOWN;
    if (single == null) {
      return ReadBack.defect(UNEXPECTED_FORMAT.formatted(singleName));
    }
    KnownSet array =
        config.sendSegmentsAs().array()
            ? KnownSet.readBackElements(profile.get(arrayName), config.arrayMaxLength())
            : KnownSet.UNKNOWN;
    if (array == null) {
      return ReadBack.defect(UNEXPECTED_FORMAT.formatted(arrayName));
    }
    List<Set<Long>> sets =
        Stream.of(single, array).filter(KnownSet::isPresent).map(KnownSet::ids).toList();
    if (sets.stream().distinct().count() > 1) {
      return ReadBack.defect(DIFFERENT_AUDIENCES.formatted(singleName, arrayName));
    }
    KnownMembership read =
        new KnownMembership(
            false,
            now.getEpochSecond(),
            true,
            sets.isEmpty() ? Set.of() : sets.get(0),
            single,
            array,
            Map.of(),
            flags(updates, profile),
            AudienceTimes.NONE);
    return ReadBack.learned(merge(read));
  }

  /** An attribute does not show which audience owns it; an update claims it once it is accepted. */
  private static Map<String, KnownFlag> flags(
      List<UserAttributes> updates, Map<String, ?> profile) {
    Map<String, KnownFlag> flags = new LinkedHashMap<>();
    for (UserAttributes update : updates) {
      update
          .flags()
          .keySet()
          .forEach(name -> flags.put(name, KnownFlag.readBack(profile.get(name))));
    }
    return flags;
  }

  /** Keeps the record if another writer has recorded the full set or a pending write meanwhile. */
  private RecordChange merge(KnownMembership read) {
    return present -> {
      MembershipRecord record = present == null ? MembershipRecord.EMPTY : present;
      KnownMembership known = record.membership(names);
      if (known == null) {
        return record.with(names, read);
      }
      return known.full() || known.pending() ? record : record.with(names, read.mergedWith(known));
    };
  }
}
