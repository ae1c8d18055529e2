package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.internal.payload.UserAttributesAccess;
import io.github.brazeaudience.membership.MembershipDecision.Verdict;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write for a user, given what the profile in Braze is known to hold. Changes are
 * applied to the full set that was accepted last, audiences missing from a snapshot are left, the
 * old attributes of renamed audiences are removed, and values that the profile already has are not
 * written again. What an update states that is older than an accepted statement is left out. While
 * a write is pending, the next write contains everything. The package documentation describes the
 * model. Immutable and thread-safe.
 *
 * <p>A forwarder with a {@link MembershipStore} uses these rules itself. Use this class to keep
 * records elsewhere, for example in the state of a stream processor.
 */
public final class MembershipRules {
  private final BrazeAudienceConfig config;
  private final MembershipPolicy policy;
  private final String names;
  private final ProfileInterpreter profiles;

  private MembershipRules(BrazeAudienceConfig config, MembershipPolicy policy) {
    this.config = config;
    this.policy = policy;
    this.names = keyOf(config.attributeNames());
    this.profiles = new ProfileInterpreter(config, names);
  }

  /** Returns the rules for a configuration and a policy. */
  public static MembershipRules of(BrazeAudienceConfig config, MembershipPolicy policy) {
    return new MembershipRules(config, policy);
  }

  /**
   * Decides what to write for the updates of one user.
   *
   * @param record the user's record, null if there is none
   * @param updates the updates in order, at least one. All must identify the same user by external
   *     id: with other identifiers Braze does not report whether the user exists.
   */
  public MembershipDecision decide(
      @Nullable MembershipRecord record, List<UserAttributes> updates, Instant now) {
    KnownMembership recorded = record == null ? null : record.membership(names);
    KnownMembership known = recorded == null ? unknownUser() : recorded;
    MembershipDraft draft =
        new MembershipDraft(
            known,
            record == null ? ContactTimes.NONE : record.contact().times(),
            record == null ? Map.of() : record.flagsElsewhere(names));
    StatementTimes recordedTimes = draft.times();
    UserAttributesAccess access = UserAttributesAccess.get();
    List<UserAttributes> applied = new ArrayList<>(updates.size());
    List<Verdict> verdicts = new ArrayList<>(updates.size());
    for (UserAttributes update : updates) {
      AttributesContent content = access.content(update);
      AttributesContent remaining = draft.remaining(content);
      UserAttributes current = access.withContent(update, remaining);
      boolean superseded = recordedTimes.supersede(content);
      if (!superseded && current.needsFullMembership() && !draft.full()) {
        verdicts.add(Verdict.NEEDS_FULL_MEMBERSHIP);
      } else if (!draft.claimLate(content) && superseded) {
        verdicts.add(draft.isNewestClaim(content) ? Verdict.CLAIM : Verdict.SUPERSEDED);
      } else {
        verdicts.add(Verdict.APPLIED);
        draft.apply(remaining);
        applied.add(current);
      }
    }
    boolean inFull = policy.sendEverything() || known.pending() || isTooOld(known, now);
    KnownContact contact = record == null || inFull ? KnownContact.UNKNOWN : record.contact();
    return new MembershipDecision(
        names,
        verdicts,
        allowsReadBack(known) && verdicts.contains(Verdict.NEEDS_FULL_MEMBERSHIP),
        record,
        recorded,
        new MembershipDifference(config, known, draft, inFull),
        WrittenContact.of(config, applied, contact, draft.times().contact()),
        updates.get(0),
        now);
  }

  /**
   * Interprets a profile that was read back from Braze because a decision {@linkplain
   * MembershipDecision#needsReadBack needs it}. Apply the result to the record and decide again.
   *
   * @param updates the updates that were passed to {@link #decide}
   * @param customAttributes the custom attributes of the profile by name, as JSON values: {@code
   *     String}, {@code Boolean}, {@code Number}, {@code List}, {@code Map}. It must contain at
   *     least the attributes of this configuration and of the updates. Null if Braze has no such
   *     profile; the user is then in no audience.
   */
  public ReadBack readBack(
      List<UserAttributes> updates, @Nullable Map<String, ?> customAttributes, Instant now) {
    return profiles.interpret(updates, customAttributes, now);
  }

  /**
   * Returns true if any attribute of the user, in any mode, may mention an audience. Retiring the
   * audience then affects the user.
   */
  public boolean holds(MembershipRecord record, long audienceId) {
    KnownMembership known = record.membership(names);
    return known != null && known.mayMention(audienceId);
  }

  /**
   * Returns true if the user may have an attribute per segment of an audience under another name.
   * Renaming the audience then affects the user.
   *
   * @param audience the audience with its new name
   */
  public boolean holdsUnderAnotherName(MembershipRecord record, Audience audience) {
    KnownMembership known = record.membership(names);
    String name = attributeName(audience);
    return known != null
        && known.flags().entrySet().stream()
            .anyMatch(
                flag ->
                    flag.getValue().audienceId() == audience.id()
                        && flag.getValue().mayBeSet()
                        && !flag.getKey().equals(name));
  }

  /** Returns what a record states about its user, for people. */
  public KnownUser describe(MembershipRecord record) {
    return RecordDescription.of(record, names);
  }

  /**
   * Returns the names of the attributes per segment that the user may have.
   *
   * @return an unmodifiable set, empty if the record is damaged
   */
  public Set<String> segmentAttributes(MembershipRecord record) {
    KnownMembership known = record.damage().isPresent() ? null : record.membership(names);
    return known == null
        ? Set.of()
        : known.flags().entrySet().stream()
            .filter(flag -> flag.getValue().mayBeSet())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns another audience that owns, or may own, the attribute per segment of an audience on the
   * user's profile. All recorded attribute names are searched.
   *
   * @param audience the audience with its new name
   * @return empty if no other audience owns the attribute
   */
  public OptionalLong otherOwner(MembershipRecord record, Audience audience) {
    String name = attributeName(audience);
    return record.memberships().values().stream()
        .map(known -> known.flags().get(name))
        .filter(flag -> flag != null && flag.isOwned() && flag.mayBeSet())
        .filter(flag -> flag.audienceId() != audience.id())
        .mapToLong(KnownFlag::audienceId)
        .findFirst();
  }

  private String attributeName(Audience audience) {
    return config.attributeNames().perSegment(audience.externalName().orElse(""));
  }

  /** An export can be stale, so it does not settle a pending write. */
  private boolean allowsReadBack(KnownMembership known) {
    return policy.unknownUsers() == UnknownUsers.READ_BACK && !known.pending();
  }

  private KnownMembership unknownUser() {
    return policy.unknownUsers() == UnknownUsers.IN_NO_AUDIENCE
        ? KnownMembership.IN_NO_AUDIENCE
        : KnownMembership.UNKNOWN;
  }

  private boolean isTooOld(KnownMembership known, Instant now) {
    return policy
        .maxAge()
        .map(age -> !Instant.ofEpochSecond(known.writtenInFullAt()).plus(age).isAfter(now))
        .orElse(false);
  }

  /** The default names have an empty key, because nearly all records use them. */
  private static String keyOf(AttributeNames names) {
    boolean defaults =
        names.single().equals(AttributeNames.SINGLE)
            && names.array().equals(AttributeNames.ARRAY)
            && names.perSegmentPrefix().equals(AttributeNames.PER_SEGMENT_PREFIX);
    return defaults
        ? ""
        : Long.toHexString(
            ValueHash.of(names.single(), names.array(), names.perSegmentPrefix()).high());
  }
}
