package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a profile what the attributes of a configuration hold. The full set is known if each
 * of the string and the array attribute that is asked for is absent or of the form in which this
 * library writes it, and those that are there name the same audiences. An absent one says nothing
 * beside another that is there: it may never have been written. Safe for use by several threads.
 */
final class ProfileReader {
  private static final String NOT_OF_THE_FORM =
      "\"%s\" on the profile in Braze is no whole list of audience ids in the form in which it is written here, so that"
          + " nobody knows all audiences of this user; forward a snapshot first";

  private static final String DISAGREE =
      "\"%s\" and \"%s\" on the profile in Braze name different audiences, so that nobody knows all audiences of this"
          + " user; forward a snapshot first";

  private final BrazeAudienceConfig config;
  private final String names;

  /**
   * A reader.
   *
   * @param names under what the attribute names are kept in records
   */
  ProfileReader(BrazeAudienceConfig config, String names) {
    this.config = config;
    this.names = names;
  }

  /** As {@link MembershipRules#readBack}. */
  ReadBack read(
      List<UserAttributes> updates, @Nullable Map<String, ?> customAttributes, Instant now) {
    Map<String, ?> profile = customAttributes == null ? Map.of() : customAttributes;
    String singleName = config.attributeNames().single();
    String arrayName = config.attributeNames().array();
    KnownSet single = KnownSet.UNKNOWN;
    KnownSet array = KnownSet.UNKNOWN;
    List<KnownSet> told = new ArrayList<>(2);
    if (config.sendSegmentsAs().single()) {
      KnownSet read = KnownSet.readBackText(profile.get(singleName));
      if (read == null) {
        return ReadBack.defect(NOT_OF_THE_FORM.formatted(singleName));
      }
      single = read;
      told.add(read);
    }
    if (config.sendSegmentsAs().array()) {
      KnownSet read = KnownSet.readBackElements(profile.get(arrayName));
      if (read == null) {
        return ReadBack.defect(NOT_OF_THE_FORM.formatted(arrayName));
      }
      array = read;
      told.add(read);
    }
    told.removeIf(held -> held.form() == KnownSet.Form.REMOVED);
    Set<Long> members = told.isEmpty() ? Set.of() : told.get(0).ids();
    if (told.stream().anyMatch(held -> !held.ids().equals(members))) {
      return ReadBack.defect(DISAGREE.formatted(singleName, arrayName));
    }
    return ReadBack.learned(
        learned(
            new KnownMembership(
                false,
                now.getEpochSecond(),
                true,
                members,
                single,
                array,
                Map.of(),
                flags(updates, profile))));
  }

  /** Only the updates tell which audience an attribute per segment is named after. */
  private static Map<String, KnownFlag> flags(List<UserAttributes> updates, Map<String, ?> profile) {
    Map<String, KnownFlag> flags = new LinkedHashMap<>();
    for (UserAttributes update : updates) {
      update
          .flags()
          .forEach(
              (name, flag) ->
                  flags.put(name, KnownFlag.readBack(flag.audienceId(), profile.get(name))));
    }
    return flags;
  }

  /** What somebody else has come to know of all audiences meanwhile is left as it is. */
  private RecordChange learned(KnownMembership read) {
    return present -> {
      MembershipRecord record = present == null ? MembershipRecord.NOTHING : present;
      KnownMembership held = record.membership(names);
      if (held == null) {
        return record.with(names, read);
      }
      return held.full() || held.inDoubt() ? record : record.with(names, read.over(held));
    };
  }
}
