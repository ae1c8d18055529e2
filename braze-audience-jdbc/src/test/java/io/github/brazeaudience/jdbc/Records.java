package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.List;

/** Membership records like those of a forwarder. */
final class Records {
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key-of-the-jdbc-tests").build();
  private static final PayloadBuilder PAYLOAD = PayloadBuilder.of(CONFIG);
  private static final MembershipRules RULES =
      MembershipRules.of(CONFIG, MembershipPolicy.defaults());
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private Records() {}

  /** Returns the record of a user who is in the given audience and in two others. */
  static MembershipRecord in(long audience) {
    MembershipSnapshot snapshot =
        MembershipSnapshot.of(
            UserProfile.ofCustomerId("u"),
            Audience.of(audience),
            Audience.of(1_000_001),
            Audience.of(1_000_002));
    MembershipDecision decision =
        RULES.decide(null, List.of((UserAttributes) PAYLOAD.build(snapshot)), NOW);
    MembershipRecord record = decision.accepted(false).apply(decision.markPending().apply(null));
    if (record == null) {
      throw new IllegalStateException("a user in audiences has a record");
    }
    return record;
  }
}
