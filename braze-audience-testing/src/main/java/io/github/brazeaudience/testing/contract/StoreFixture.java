package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipRules;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Store under test and membership records to put into it. */
@Timeout(120)
abstract class StoreFixture {
  static final String NAMESPACE = "US_03/workspace";

  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder().restApiKey("key-of-the-store-contract").build();
  private static final PayloadBuilder PAYLOAD = PayloadBuilder.of(CONFIG);
  private static final MembershipRules RULES =
      MembershipRules.of(
          CONFIG, MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE));

  private @Nullable MembershipStore store;

  abstract MembershipStore storeUnderTest() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = storeUnderTest();
  }

  @AfterEach
  void closeStore() {
    store().close();
  }

  final MembershipStore store() {
    if (store == null) {
      throw new IllegalStateException("the test has not started");
    }
    return store;
  }

  /** {@return a change that adds an audience to the record of a user} */
  static RecordChange enters(long audience) {
    return accepts(
        MembershipChange.of(
            UserProfile.ofCustomerId("u"), List.of(Audience.of(audience)), List.of()));
  }

  /** {@return the change of a record for an update that Braze accepted} */
  static RecordChange accepts(AudienceUpdate update) {
    return present -> {
      UserAttributes wanted = (UserAttributes) PAYLOAD.build(update);
      MembershipDecision decision = RULES.decide(present, List.of(wanted), Instant.EPOCH);
      return decision.accepted(false).apply(decision.markPending().apply(present));
    };
  }

  static boolean isSuperseded(@Nullable MembershipRecord record, AudienceUpdate update) {
    UserAttributes wanted = (UserAttributes) PAYLOAD.build(update);
    return RULES.decide(record, List.of(wanted), Instant.EPOCH).isSuperseded(0);
  }

  /** {@return the record of a user who is in these audiences} */
  static MembershipRecord in(long... audiences) {
    MembershipRecord record = null;
    for (long audience : audiences) {
      record = enters(audience).apply(record);
    }
    assertNotNull(record, "a record");
    return record;
  }

  static RecordChange becomes(@Nullable MembershipRecord record) {
    return present -> record;
  }

  final void put(String namespace, Map<String, MembershipRecord> records) {
    Map<String, RecordChange> changes = new HashMap<>();
    records.forEach((user, record) -> changes.put(user, becomes(record)));
    store().update(namespace, changes);
  }

  final @Nullable MembershipRecord read(String namespace, String user) {
    return store().read(namespace, List.of(user)).get(user);
  }

  final void assertHolds(Map<String, MembershipRecord> expected) {
    assertEquals(expected, store().read(NAMESPACE, expected.keySet()));
  }
}
