package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.KnownUser.State;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests what {@link MembershipRules#describe} returns. */
class RecordDescriptionTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final UserProfile USER = UserProfile.ofCustomerId("u");
  private static final Audience ONE = Audience.of(1, "One");
  private static final Audience TWO = Audience.of(2, "Two");

  private final BrazeAudienceConfig config =
      BrazeAudienceConfig.builder()
          .restApiKey(RestApiKey.of("key"))
          .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT)
          .build();
  private final MembershipRules rules = MembershipRules.of(config, MembershipPolicy.defaults());

  private @Nullable MembershipRecord record;

  private MembershipDecision begin(AudienceUpdate update) {
    MembershipDecision decision = rules.decide(record, List.of(attributes(update)), NOW);
    record = decision.markPending().apply(record);
    return decision;
  }

  private UserAttributes attributes(AudienceUpdate update) {
    return (UserAttributes) PayloadBuilder.of(config).build(update);
  }

  private KnownUser described() {
    if (record == null) {
      throw new AssertionError("there is no record");
    }
    return rules.describe(MembershipRecord.ofBytes(record.toBytes()));
  }

  private KnownUser after(AudienceUpdate... accepted) {
    for (AudienceUpdate update : accepted) {
      record = begin(update).accepted(true).apply(record);
    }
    return described();
  }

  @Test
  void describe_acceptedUpdates_areMembersAndValues() {
    KnownUser user =
        after(
            MembershipSnapshot.of(USER, ONE, TWO).at(NOW),
            MembershipChange.of(USER, List.of(), List.of(TWO)).at(NOW.plusSeconds(1)));

    assertThat(user.damage()).isEmpty();
    assertThat(user.pending()).isFalse();
    assertThat(user.full()).isTrue();
    assertThat(user.writtenInFullAt()).contains(NOW);
    assertThat(user.members()).containsExactly(1L);
    assertThat(user.single()).isEqualTo(new KnownUser.Ids(State.KNOWN, Set.of(1L)));
    assertThat(user.array()).isEqualTo(new KnownUser.Ids(State.KNOWN, Set.of(1L)));
    assertThat(user.segments())
        .isEqualTo(
            Map.of(
                "In One", new Flag(State.KNOWN, Optional.of(1L), true, false),
                "In Two", new Flag(State.KNOWN, Optional.of(2L), false, false)));
    assertThat(user.newestStatement(1)).contains(NOW);
    assertThat(user.newestStatement(2)).contains(NOW.plusSeconds(1));
  }

  @Test
  void describe_writeInFlight_isInDoubt() {
    after(MembershipSnapshot.of(USER, ONE));
    begin(MembershipSnapshot.of(USER, ONE, TWO));

    KnownUser user = described();

    assertThat(user.pending()).isTrue();
    assertThat(user.members()).containsExactly(1L);
    assertThat(user.single().state()).isEqualTo(State.IN_DOUBT);
    assertThat(user.segments().get("In One")).extracting(Flag::state).isEqualTo(State.KNOWN);
    assertThat(user.segments().get("In Two")).extracting(Flag::state).isEqualTo(State.IN_DOUBT);
  }

  @Test
  void describe_userInNoAudience_hasAbsentAttributes() {
    KnownUser user = after(MembershipSnapshot.of(USER, ONE), MembershipSnapshot.of(USER));
    assertThat(user.members()).isEmpty();
    assertThat(user.single().state()).isEqualTo(State.ABSENT);
  }

  @Test
  void describe_emailAndTimes_areNamedWithoutTheirValues() {
    UserProfile withEmail =
        UserProfile.builder().customerId("u").email("secret@example.com").build();
    KnownUser user = after(MembershipSnapshot.of(withEmail, ONE));
    assertThat(user.email()).isTrue();
    assertThat(user.toString())
        .isEqualTo("KnownUser[damaged=false, pending=false, full=true, members=1]");
  }

  @Test
  void describe_damagedRecord_hasOnlyTheDefect() {
    KnownUser user = rules.describe(MembershipRecord.damaged("the checksum is wrong"));
    assertThat(user.damage()).contains("the checksum is wrong");
    assertThat(user.members()).isEmpty();
    assertThat(user.writtenInFullAt()).isEmpty();
  }
}
