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
import io.github.brazeaudience.internal.Text;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts updates to the attributes to write, by the rules of one configuration. It keeps no state
 * between updates. Thread-safe.
 */
public final class PayloadBuilder {
  private final BrazeAudienceConfig config;
  private final SendSegmentsAs mode;
  private final IdentifierRules identifiers;
  private final AudienceRules audiences;
  private final PushTokenRules pushTokens;
  private final ValueRules values;
  private final int reservedBytes;

  private PayloadBuilder(BrazeAudienceConfig config, int reservedBytes) {
    this.config = Objects.requireNonNull(config, "config");
    this.mode = config.sendSegmentsAs();
    this.identifiers = new IdentifierRules(config);
    this.audiences = new AudienceRules(config);
    this.pushTokens = new PushTokenRules(config);
    this.values = new ValueRules(config, pushTokens);
    this.reservedBytes = reservedBytes;
  }

  /** Returns a builder for a configuration. */
  public static PayloadBuilder of(BrazeAudienceConfig config) {
    return new PayloadBuilder(config, 0);
  }

  /**
   * Returns a builder whose request bodies leave room for another member of the body's JSON object.
   * An object that fits into a request only without that member gets a request of its own that
   * leaves no room.
   *
   * @param bytes the size of the member, 0 for none
   */
  public PayloadBuilder reserving(int bytes) {
    return new PayloadBuilder(config, bytes);
  }

  /**
   * Converts one update. A change that needs the full set is not refused here, see {@link
   * UserAttributes#needsFullMembership}.
   *
   * @return {@link UserAttributes}, or the first rule that the update breaks
   */
  public PayloadResult build(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return build(
          snapshot.user(), snapshot.memberOf(), snapshot.left(), true, snapshot.timestamp());
    }
    if (update instanceof MembershipChange change) {
      return build(change.user(), change.entered(), change.left(), false, change.timestamp());
    }
    if (update instanceof AudienceRetirement retirement) {
      return Text.isWellFormed(retirement.externalId())
          ? renamed(retirement.externalId(), retirement.audienceId(), null)
          : PayloadRefusal.malformed();
    }
    if (update instanceof AudienceRenaming renaming) {
      PayloadRefusal refusal =
          Text.isWellFormed(renaming.externalId())
              ? audiences.checkRenaming(renaming.audience())
              : PayloadRefusal.malformed();
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
   * Returns the identifier of the user of an update, without checking it. The forwarder writes the
   * updates of equal identifiers one after another.
   *
   * @return the identifier, or empty if the update has none and is rejected
   */
  public Optional<UserIdentifier> identifier(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return Optional.ofNullable(identifiers.choose(snapshot.user()));
    }
    if (update instanceof MembershipChange change) {
      return Optional.ofNullable(identifiers.choose(change.user()));
    }
    if (update instanceof AudienceRetirement retirement) {
      return Optional.of(UserIdentifier.externalId(retirement.externalId()));
    }
    return update instanceof AudienceRenaming renaming
        ? Optional.of(UserIdentifier.externalId(renaming.externalId()))
        : Optional.empty();
  }

  /**
   * Checks the limits of attributes that were merged by {@link UserAttributes#then} or decided by
   * the membership rules.
   *
   * @return the attributes, or the first limit that they exceed
   */
  public PayloadResult check(UserAttributes attributes) {
    PayloadRefusal refusal = values.checkString(attributes);
    refusal = refusal != null ? refusal : values.checkElements(attributes);
    return refusal != null ? refusal : attributes;
  }

  /**
   * Replaces device ids by the identifier of the profile that was found by them, and checks it.
   *
   * @return the attributes, or the rule that the identifier breaks
   */
  public PayloadResult identify(UserAttributes attributes, UserIdentifier found) {
    PayloadRefusal refusal = checkText(found, null, List.of());
    refusal = refusal != null ? refusal : identifiers.check(found);
    return refusal != null ? refusal : attributes.withIdentifier(found);
  }

  /**
   * Checks that an object fits into a request alone. Only objects near the limit are encoded.
   *
   * @param encoder an encoder of this builder
   * @return null if the object fits
   */
  public @Nullable PayloadRefusal checkSize(UserAttributes attributes, PayloadEncoder encoder) {
    return values.checkSize(attributes, encoder);
  }

  /**
   * Returns an upper bound for the size of a request body with these objects in bytes, with the
   * {@linkplain #reserving reserved} ones. It is usually far above the real size. Only a body above
   * {@link PayloadLimits#MAX_BODY_BYTES} by this bound has to be encoded to know which objects fit.
   */
  public long maxBodyBytes(List<UserAttributes> objects) {
    long bytes = reservedBytes;
    for (UserAttributes object : objects) {
      bytes += values.maxBytes(object);
    }
    return PayloadEncoder.bodyBytes(bytes + objects.size());
  }

  /** Returns a new encoder for the attributes of this builder. */
  public PayloadEncoder encoder() {
    return new PayloadEncoder(config, pushTokens, reservedBytes);
  }

  private UserAttributes renamed(String externalId, long audienceId, @Nullable String name) {
    return new UserAttributes(
        UserIdentifier.externalId(externalId),
        AttributesContent.rename(mode, Collections.singletonMap(audienceId, name)));
  }

  private PayloadResult build(
      UserProfile user,
      List<Audience> in,
      List<Audience> out,
      boolean full,
      Optional<Instant> timestamp) {
    UserIdentifier identifier = identifiers.choose(user);
    String email = user.identity(config.emailIdentityType()).orElse(null);
    List<PushToken> tokens = pushTokens.forwarded(user.pushTokens());
    PayloadRefusal refusal = checkText(identifier, email, tokens);
    refusal = refusal != null ? refusal : audiences.checkAudiences(in, out);
    refusal = refusal != null ? refusal : identifiers.check(identifier);
    if (refusal != null || identifier == null) {
      return Objects.requireNonNull(refusal, "an update without an identifier is refused");
    }
    Set<Long> inIds = AudienceIds.of(in);
    AudienceRules.Flags flags = audiences.flags(in, out, inIds);
    UserAttributes attributes =
        new UserAttributes(
            identifier,
            AttributesContent.of(
                    mode,
                    identifier.kind() == IdentifierKind.EMAIL ? null : email,
                    tokens,
                    full ? inIds : null,
                    full ? Set.of() : inIds,
                    full ? Set.of() : AudienceIds.of(out),
                    flags.byName())
                .at(timestamp.orElse(null)));
    refusal = values.checkString(attributes);
    if (refusal == null && !flags.isChecked()) {
      refusal = audiences.checkNames(in, out);
    }
    refusal = refusal != null ? refusal : values.checkElements(attributes);
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
    return wellFormed ? null : PayloadRefusal.malformed();
  }
}
