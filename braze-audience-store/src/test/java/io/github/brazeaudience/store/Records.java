package io.github.brazeaudience.store;

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

/** Records as a forwarder makes them. */
final class Records {
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key-of-the-store-tests").build();
  private static final PayloadBuilder PAYLOAD = PayloadBuilder.of(CONFIG);
  private static final MembershipRules RULES =
      MembershipRules.of(CONFIG, MembershipPolicy.defaults());
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private Records() {}

  /** Of a user without an email, who is in three audiences, the first of which is given. */
  static MembershipRecord in(long audience) {
    return of(UserProfile.ofCustomerId("u"), audience);
  }

  /** The same with an email. */
  static MembershipRecord withEmail(long audience, String email) {
    return of(UserProfile.builder().customerId("u").email(email).build(), audience);
  }

  private static MembershipRecord of(UserProfile user, long audience) {
    MembershipSnapshot snapshot =
        MembershipSnapshot.of(
            user, Audience.of(audience), Audience.of(1_000_001), Audience.of(1_000_002));
    MembershipDecision decision =
        RULES.decide(null, List.of((UserAttributes) PAYLOAD.build(snapshot)), NOW);
    MembershipRecord record = decision.accepted(false).apply(decision.inDoubt().apply(null));
    if (record == null) {
      throw new IllegalStateException("a user in audiences has a record");
    }
    return record;
  }
}
