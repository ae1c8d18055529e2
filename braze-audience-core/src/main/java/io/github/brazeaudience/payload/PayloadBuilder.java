package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns updates into what is written for their users, by the rules of one configuration. A pure
 * function: it reads no clock and keeps nothing of users. Safe for use by several threads.
 */
public final class PayloadBuilder {
  private final BrazeAudienceConfig config;
  private final SendSegmentsAs mode;
  private final IdentifierRules identifiers;
  private final AudienceRules audiences;
  private final PushTokenRules pushTokens;

  private PayloadBuilder(BrazeAudienceConfig config) {
    this.config = Objects.requireNonNull(config, "config");
    this.mode = config.sendSegmentsAs();
    this.identifiers = new IdentifierRules(config);
    this.audiences = new AudienceRules(config);
    this.pushTokens = new PushTokenRules(config);
  }

  /**
   * A builder for a configuration.
   *
   * @param config whose rules apply
   * @return the builder
   */
  public static PayloadBuilder of(BrazeAudienceConfig config) {
    return new PayloadBuilder(config);
  }

  /**
   * What is to be written for one update alone. A change whose full set is needed but unknown is no
   * refusal here: see {@link UserAttributes#needsFullMembership}.
   *
   * @param update the update
   * @return {@link UserAttributes}, or the first reason against it
   */
  public PayloadResult build(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return build(snapshot.user(), snapshot.memberOf(), snapshot.left(), true);
    }
    if (update instanceof MembershipChange change) {
      return build(change.user(), change.entered(), change.left(), false);
    }
    if (update instanceof AudienceRetirement retirement) {
      return Text.isWellFormed(retirement.externalId())
          ? renamed(retirement.externalId(), retirement.audienceId(), null)
          : malformed();
    }
    if (update instanceof AudienceRenaming renaming) {
      boolean wellFormed =
          Text.isWellFormed(renaming.externalId()) && namesWellFormed(List.of(renaming.audience()));
      PayloadRefusal refusal =
          wellFormed ? audiences.checkRenaming(renaming.audience()) : malformed();
      return refusal != null
          ? refusal
          : renamed(
              renaming.externalId(),
              renaming.audience().id(),
              audiences.attributeName(renaming.audience()));
    }
    UnreadableUpdate unreadable = (UnreadableUpdate) update;
    Reason reason =
        switch (unreadable.defect()) {
          case MALFORMED_INPUT -> Reason.MALFORMED_INPUT;
          case INVALID_AUDIENCE -> Reason.INVALID_AUDIENCE;
        };
    return PayloadRefusal.of(reason, unreadable.message());
  }

  /**
   * Checks the limits that hold for what is written as a whole, as after {@link
   * UserAttributes#then}.
   *
   * @param attributes what is to be written
   * @return the attributes, or the first reason against them
   */
  public PayloadResult check(UserAttributes attributes) {
    PayloadRefusal refusal = checkValue(attributes);
    refusal = refusal != null ? refusal : checkElements(attributes);
    return refusal != null ? refusal : attributes;
  }

  /**
   * Checks that what is written fits a request alone. Only what may be too large is written to be
   * measured.
   *
   * @param attributes what is to be written
   * @param encoder of this builder
   * @return the reason against it, or null
   */
  public @Nullable PayloadRefusal checkSize(UserAttributes attributes, PayloadEncoder encoder) {
    long atMost = attributes.maxEncodedBytes() + pushTokens.maxAppIdBytes(attributes.pushTokens());
    if (PayloadEncoder.bodyBytes(atMost) <= PayloadLimits.MAX_BODY_BYTES) {
      return null;
    }
    long bytes = PayloadEncoder.bodyBytes(encoder.encodeKnown(attributes).length);
    return bytes <= PayloadLimits.MAX_BODY_BYTES
        ? null
        : PayloadRefusal.of(
            Reason.OBJECT_TOO_LARGE,
            String.format(
                    Locale.ROOT,
                    "the object for this user alone makes a request of %d bytes, but Braze takes at most %d; forward fewer",
                    bytes,
                    PayloadLimits.MAX_BODY_BYTES)
                + " audiences at once");
  }

  /**
   * A writer of bytes for what this builder makes.
   *
   * @return a new encoder
   */
  public PayloadEncoder encoder() {
    return new PayloadEncoder(config, pushTokens);
  }

  private UserAttributes renamed(String externalId, long audienceId, @Nullable String name) {
    return new UserAttributes(
        mode,
        UserIdentifier.externalId(externalId),
        null,
        List.of(),
        null,
        Set.of(),
        Set.of(),
        Map.of(),
        Collections.singletonMap(audienceId, name));
  }

  private PayloadResult build(
      UserProfile user, List<Audience> in, List<Audience> out, boolean full) {
    UserIdentifier identifier = identifiers.choose(user);
    String email = user.identity(config.emailIdentityType()).orElse(null);
    List<PushToken> tokens = pushTokens.forwarded(user.pushTokens());
    AudienceIds inIds = audiences.written(in);
    AudienceIds outIds = audiences.written(out);
    boolean sound = AudienceRules.areSound(inIds, outIds);
    PayloadRefusal refusal = checkText(identifier, email, tokens);
    refusal = refusal != null || sound ? refusal : checkAudiences(in, out);
    refusal = refusal != null ? refusal : identifiers.check(identifier);
    if (refusal != null || identifier == null) {
      return Objects.requireNonNull(refusal, "an update without an identifier is refused");
    }
    UserAttributes attributes =
        new UserAttributes(
            mode,
            identifier,
            identifier.kind() == IdentifierKind.EMAIL ? null : email,
            tokens,
            full ? inIds : null,
            full ? Set.of() : inIds,
            full ? Set.of() : outIds,
            mode.perSegment() ? new SegmentFlags(inIds, outIds) : Map.of(),
            Map.of());
    refusal = checkValue(attributes);
    refusal = refusal != null || sound ? refusal : audiences.checkNames(in, out);
    refusal = refusal != null ? refusal : checkElements(attributes);
    return refusal != null ? refusal : attributes;
  }

  private static @Nullable PayloadRefusal checkText(
      @Nullable UserIdentifier identifier, @Nullable String email, List<PushToken> tokens) {
    boolean wellFormed =
        (identifier == null || Text.isWellFormed(identifier.value()))
            && (email == null || Text.isWellFormed(email));
    for (PushToken token : tokens) {
      wellFormed &=
          Text.isWellFormed(token.token()) && Text.isWellFormed(token.deviceId().orElse(""));
    }
    return wellFormed ? null : malformed();
  }

  private @Nullable PayloadRefusal checkAudiences(List<Audience> in, List<Audience> out) {
    return !mode.perSegment() || (namesWellFormed(in) && namesWellFormed(out))
        ? audiences.checkIds(in, out)
        : malformed();
  }

  private static PayloadRefusal malformed() {
    return PayloadRefusal.of(
        Reason.MALFORMED_INPUT,
        "an identity, token or name contains an unpaired surrogate; check how it was decoded");
  }

  private static boolean namesWellFormed(List<Audience> audiences) {
    return audiences.stream()
        .allMatch(audience -> Text.isWellFormed(audience.externalName().orElse("")));
  }

  private @Nullable PayloadRefusal checkValue(UserAttributes attributes) {
    Set<Long> set = attributes.stringSet();
    if (set == null || set.size() <= 1) {
      return null;
    }
    int length = AudienceIds.of(set).singleLength();
    return length <= PayloadLimits.MAX_STRING_CODE_POINTS
        ? null
        : PayloadRefusal.of(
            Reason.VALUE_TOO_LONG,
            String.format(
                    Locale.ROOT,
                    "\"%s\" would have %d characters for %d audiences, but Braze takes at most %d;",
                    config.attributeNames().single(),
                    length,
                    set.size(),
                    PayloadLimits.MAX_STRING_CODE_POINTS)
                + " send segments as an array or one attribute per segment");
  }

  private @Nullable PayloadRefusal checkElements(UserAttributes attributes) {
    Set<Long> set = attributes.arraySet();
    if (set == null && !attributes.forms().array()) {
      return null;
    }
    int elements =
        set != null ? set.size() : Math.max(attributes.entered().size(), attributes.left().size());
    return elements <= PayloadLimits.MAX_ARRAY_ELEMENTS
        ? null
        : PayloadRefusal.of(
            Reason.TOO_MANY_ELEMENTS,
            String.format(
                Locale.ROOT,
                "\"%s\" would have %d elements, but Braze takes at most %d; send one attribute per segment",
                config.attributeNames().array(),
                elements,
                PayloadLimits.MAX_ARRAY_ELEMENTS));
  }
}
