package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be written for a user, given what Braze is known to hold. A pure function of a
 * configuration and a policy: changes are applied to the full set that was last accepted, what a
 * snapshot does not name any more is left, old names of renamed audiences are removed, and what the
 * profile holds already is not written again. While a user is in doubt nothing is held back. Safe
 * for use by several threads.
 *
 * <p>A forwarder with a {@link MembershipStore} does all of this itself. This class is for those
 * who keep the records elsewhere, as the state of a stream processor, say.
 */
public final class MembershipRules {
  private final BrazeAudienceConfig config;
  private final MembershipPolicy policy;
  private final String names;
  private final ProfileReader profiles;

  private MembershipRules(BrazeAudienceConfig config, MembershipPolicy policy) {
    this.config = config;
    this.policy = policy;
    this.names = keyOf(config.attributeNames());
    this.profiles = new ProfileReader(config, names);
  }

  /**
   * The rules for a configuration.
   *
   * @param config what is written
   * @param policy how far records are believed
   * @return the rules
   */
  public static MembershipRules of(BrazeAudienceConfig config, MembershipPolicy policy) {
    return new MembershipRules(config, policy);
  }

  /**
   * Decides over the updates of one user.
   *
   * @param record what is kept of the user, null if nothing is
   * @param updates what the updates want, in their order, at least one; all of one user who is
   *     known by external id, because of others Braze does not tell whether they exist
   * @param now the present time
   * @return the decision
   */
  public MembershipDecision decide(
      @Nullable MembershipRecord record, List<UserAttributes> updates, Instant now) {
    KnownMembership known = record == null ? null : record.membership(names);
    KnownMembership held = known == null ? unknownUser() : known;
    MembershipDraft draft =
        new MembershipDraft(held, record == null ? Map.of() : record.flagsElsewhere(names));
    List<UserAttributes> taken = new ArrayList<>(updates.size());
    List<Boolean> refused = new ArrayList<>(updates.size());
    for (UserAttributes update : updates) {
      boolean needsMore = update.needsFullMembership() && !draft.full();
      refused.add(needsMore);
      if (!needsMore) {
        draft.apply(update);
        taken.add(update);
      }
    }
    boolean inFull = policy.sendEverything() || held.inDoubt() || isTooOld(held, now);
    KnownContact contact = record == null || inFull ? KnownContact.UNKNOWN : record.contact();
    return new MembershipDecision(
        names,
        refused,
        isReadBack(held) && refused.contains(true),
        record,
        known,
        new MembershipDifference(config, held, draft, inFull),
        WrittenContact.of(config, taken, contact),
        updates.get(0),
        now);
  }

  /**
   * Says what is learned from a profile that was read back from Braze, because a decision
   * {@linkplain MembershipDecision#needsReadBack needs it}. Decide again with what it makes of the
   * record.
   *
   * @param updates what the updates want, as for {@link #decide}
   * @param customAttributes what the profile holds by name, as JSON: {@code String}, {@code
   *     Boolean}, {@code Number}, {@code List}, {@code Map}; of the attributes of this
   *     configuration and those of the updates at least. Null if Braze has no such profile, so that
   *     the user is in no audience
   * @param now the present time
   * @return all audiences of the user, or why nobody can say
   */
  public ReadBack readBack(
      List<UserAttributes> updates, @Nullable Map<String, ?> customAttributes, Instant now) {
    return profiles.read(updates, customAttributes, now);
  }

  /**
   * Whether something of an audience is known to be held by a user, or may be, in the attributes of
   * any mode.
   *
   * @param record what is kept of the user
   * @param audienceId the audience
   * @return true if retiring the audience concerns the user
   */
  public boolean holds(MembershipRecord record, long audienceId) {
    KnownMembership held = record.membership(names);
    return held != null && held.mayHold(audienceId);
  }

  /**
   * Whether an attribute per segment of an audience is known to be held by a user under another
   * name, or may be.
   *
   * @param record what is kept of the user
   * @param audience the audience with the name that it has now
   * @return true if renaming the audience concerns the user
   */
  public boolean holdsUnderAnotherName(MembershipRecord record, Audience audience) {
    KnownMembership held = record.membership(names);
    String name = config.attributeNames().perSegment(audience.externalName().orElse(""));
    return held != null
        && held.flags().entrySet().stream()
            .anyMatch(
                flag ->
                    flag.getValue().audienceId() == audience.id()
                        && flag.getValue().mayBeSet()
                        && !flag.getKey().equals(name));
  }

  /**
   * The audience that owns the attribute per segment of another one, or may own it, on the profile
   * of a user: under these or other names of the string and the array attribute.
   *
   * @param record what is kept of the user
   * @param audience the audience with the name that it would have
   * @return empty if the name is free or the audience's own
   */
  public OptionalLong otherOwner(MembershipRecord record, Audience audience) {
    String name = config.attributeNames().perSegment(audience.externalName().orElse(""));
    return record.memberships().values().stream()
        .map(held -> held.flags().get(name))
        .filter(flag -> flag != null && flag.mayBeSet() && flag.audienceId() != audience.id())
        .mapToLong(KnownFlag::audienceId)
        .findFirst();
  }

  /** What Braze tells lags behind what it has taken, so that it does not end a doubt. */
  private boolean isReadBack(KnownMembership held) {
    return policy.unknownUsers() == UnknownUsers.READ_BACK && !held.inDoubt();
  }

  private KnownMembership unknownUser() {
    return policy.unknownUsers() == UnknownUsers.IN_NO_AUDIENCE
        ? KnownMembership.IN_NO_AUDIENCE
        : KnownMembership.UNKNOWN;
  }

  private boolean isTooOld(KnownMembership held, Instant now) {
    return policy
        .maxAge()
        .map(age -> !Instant.ofEpochSecond(held.writtenInFullAt()).plus(age).isAfter(now))
        .orElse(false);
  }

  /** Nearly all records have the usual names, which are written as nothing. */
  private static String keyOf(AttributeNames names) {
    boolean usual =
        names.single().equals(AttributeNames.SINGLE)
            && names.array().equals(AttributeNames.ARRAY)
            && names.perSegmentPrefix().equals(AttributeNames.PER_SEGMENT_PREFIX);
    return usual
        ? ""
        : Long.toHexString(
            ValueHash.of(names.single(), names.array(), names.perSegmentPrefix()).high());
  }
}
