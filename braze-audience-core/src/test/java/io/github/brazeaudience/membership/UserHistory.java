package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Test fixture that applies a history of writes to the record of one user. */
final class UserHistory {
  /** Result of a write that sends nothing. */
  static final String NOTHING = "nothing";

  static final String NEEDS_FULL = "needs the full membership";

  static final String SUPERSEDED = "superseded";

  private BrazeAudienceConfig.Builder config;
  private MembershipPolicy policy = MembershipPolicy.defaults();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private @Nullable MembershipRecord record;
  private final SimulatedProfile profile = new SimulatedProfile();

  UserHistory(SendSegmentsAs mode) {
    this(BrazeAudienceConfig.builder().sendSegmentsAs(mode));
  }

  UserHistory(BrazeAudienceConfig.Builder config) {
    this.config = config.restApiKey("test-key");
  }

  UserHistory with(MembershipPolicy changed) {
    policy = changed;
    return this;
  }

  UserHistory with(SendSegmentsAs mode) {
    config = config.sendSegmentsAs(mode);
    return this;
  }

  BrazeAudienceConfig.Builder config() {
    return config;
  }

  /** Encodes and decodes the record, as a store does. */
  void reload() {
    record = record == null ? null : MembershipRecord.ofBytes(record.toBytes());
  }

  SimulatedProfile profile() {
    return profile;
  }

  UserHistory later(Duration time) {
    now = now.plus(time);
    return this;
  }

  @Nullable MembershipRecord record() {
    return record;
  }

  /** Applies an accepted write and returns its object without the identifier. */
  String accepted(AudienceUpdate... updates) {
    MembershipDecision decision = decide(updates);
    if (isUnsent(decision)) {
      decision.learned().ifPresent(learned -> store(learned.apply(record)));
    } else {
      profile.write(decision.attributes());
      store(decision.markPending().apply(record));
      store(decision.accepted(true).apply(record));
    }
    return object(decision, updates);
  }

  /** Applies a write that was refused or not sent. */
  String restored(AudienceUpdate... updates) {
    MembershipDecision decision = decide(updates);
    if (!isUnsent(decision)) {
      store(decision.markPending().apply(record));
      store(decision.restored().apply(record));
    }
    return object(decision, updates);
  }

  /** Applies a write that may have arrived, and did not. */
  String lost(AudienceUpdate... updates) {
    return unconfirmed(false, updates);
  }

  /** Applies a write whose result is unknown. */
  String unconfirmed(boolean arrived, AudienceUpdate... updates) {
    MembershipDecision decision = decide(updates);
    if (!isUnsent(decision)) {
      if (arrived) {
        profile.write(decision.attributes());
      }
      store(decision.markPending().apply(record));
    }
    return object(decision, updates);
  }

  /** What becomes of a write. */
  enum Result {
    ACCEPTED,
    RESTORED,
    ARRIVED,
    LOST
  }

  /**
   * Applies the write of some updates.
   *
   * @return the updates that have to be forwarded again
   */
  List<AudienceUpdate> attempt(Result result, List<AudienceUpdate> updates) {
    AudienceUpdate[] all = updates.toArray(AudienceUpdate[]::new);
    MembershipDecision decision = decide(all);
    boolean unsent = isUnsent(decision);
    if (unsent || result == Result.ACCEPTED) {
      accepted(all);
      return List.of();
    }
    if (result == Result.RESTORED) {
      restored(all);
    } else {
      unconfirmed(result == Result.ARRIVED, all);
    }
    return IntStream.range(0, all.length)
        .filter(update -> !decision.isSuperseded(update))
        .mapToObj(updates::get)
        .toList();
  }

  /** Applies a write that was accepted without its push tokens. */
  String acceptedWithoutTokens(AudienceUpdate... updates) {
    MembershipDecision decision = decide(updates);
    store(decision.markPending().apply(record));
    store(decision.accepted(false).apply(record));
    return object(decision, updates);
  }

  /** True if retiring an audience affects the user. */
  boolean holds(long audienceId) {
    return record != null && rules().holds(record, audienceId);
  }

  /** True if the object of an update is within the limits. */
  boolean isWithinLimits(AudienceUpdate update) {
    UserAttributes attributes = decide(update).attributes();
    return PayloadBuilder.of(config.build()).check(attributes) == attributes;
  }

  /** Serializes and parses each record, as a store does. */
  private void store(@Nullable MembershipRecord changed) {
    record = changed == null ? null : MembershipRecord.ofBytes(changed.toBytes());
  }

  private MembershipDecision decide(AudienceUpdate... updates) {
    PayloadBuilder payload = PayloadBuilder.of(config.build());
    List<UserAttributes> wanted =
        Arrays.stream(updates).map(update -> (UserAttributes) payload.build(update)).toList();
    return rules().decide(record, wanted, now);
  }

  private MembershipRules rules() {
    return MembershipRules.of(config.build(), policy);
  }

  private static boolean isUnsent(MembershipDecision decision) {
    return decision.attributes().isEmpty();
  }

  private static boolean allRefused(MembershipDecision decision, AudienceUpdate... updates) {
    for (int i = 0; i < updates.length; i++) {
      if (!decision.needsFullMembership(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allSuperseded(MembershipDecision decision, AudienceUpdate... updates) {
    return IntStream.range(0, updates.length).allMatch(decision::isSuperseded);
  }

  private String object(MembershipDecision decision, AudienceUpdate... updates) {
    if (allRefused(decision, updates)) {
      return NEEDS_FULL;
    }
    if (allSuperseded(decision, updates)) {
      return SUPERSEDED;
    }
    if (decision.attributes().isEmpty()) {
      return NOTHING;
    }
    byte[] json = PayloadBuilder.of(config.build()).encoder().encode(decision.attributes());
    return new String(json, StandardCharsets.UTF_8)
        .replaceFirst("\"external_id\":\"[^\"]*\",?", "")
        .replace('"', '`');
  }
}
