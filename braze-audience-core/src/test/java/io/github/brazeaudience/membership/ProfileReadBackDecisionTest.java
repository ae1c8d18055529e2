package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which users are read back, and how an exported profile and a record are combined. */
class ProfileReadBackDecisionTest extends ProfileReadBackFixture {
  @Test
  void readBack_severalChanges_areAppliedToTheProfile() {
    assertThat(written(profile(SINGLE, "'1','2'"), ENTERS, leaves(1), ENTERS))
        .isEqualTo("`SegmentMembership`:`'2','7'`");
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void decide_unknownUser_isReadBackIfTheFullSetIsNeeded(SendSegmentsAs mode) {
    config = builder(mode).build();

    assertThat(rules().decide(null, attributes(ENTERS), NOW).needsReadBack())
        .isEqualTo(mode.single());
  }

  @ParameterizedTest
  @EnumSource(value = UnknownUsers.class, mode = EnumSource.Mode.EXCLUDE, names = "READ_BACK")
  void decide_otherPolicies_readNothingBack(UnknownUsers unknown) {
    MembershipPolicy policy = MembershipPolicy.defaults().withUnknownUsers(unknown);

    assertThat(
            MembershipRules.of(config, policy)
                .decide(null, attributes(ENTERS), NOW)
                .needsReadBack())
        .isFalse();
  }

  /** Returns a record with a pending snapshot. */
  private MembershipRecord snapshotted(boolean accepted) {
    MembershipDecision decision =
        rules().decide(null, attributes(MembershipSnapshot.of(USER, Audience.of(1))), NOW);
    MembershipRecord doubtful = decision.markPending().apply(null);
    return accepted ? decision.accepted(true).apply(doubtful) : doubtful;
  }

  @Test
  void decide_snapshotBeforeTheChange_isNotReadBack() {
    AudienceUpdate snapshot = MembershipSnapshot.of(USER, Audience.of(1));

    assertThat(rules().decide(null, attributes(snapshot, ENTERS), NOW).needsReadBack()).isFalse();
    assertThat(rules().decide(null, attributes(ENTERS, snapshot), NOW).needsReadBack()).isTrue();
  }

  @Test
  void decide_pendingUser_isNotReadBack() {
    assertThat(rules().decide(snapshotted(false), attributes(ENTERS), NOW).needsReadBack())
        .isFalse();
  }

  @Test
  void readBack_recordPendingOrFullInTheMeantime_isKept() {
    for (boolean accepted : new boolean[] {true, false}) {
      MembershipRecord meanwhile = snapshotted(accepted);

      assertThat(learned(meanwhile, profile(SINGLE, "'2'"), ENTERS)).isEqualTo(meanwhile);
    }
  }

  @Test
  void readBack_partlyKnownUser_isFullyKnownAfterwards() {
    config = builder(ARRAY_AND_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_ARRAY_AND_PER_SEGMENT).build();
    List<UserAttributes> updates = attributes(leaves(9));
    assertThat(rules().decide(partly, updates, NOW).needsReadBack()).isTrue();

    MembershipRecord known = learned(partly, profile(ARRAY, List.of("9", "7")), leaves(9));

    UserAttributes written = rules().decide(known, updates, NOW).attributes();
    assertThat(written.fullSet()).containsExactly(7L);
    assertThat(written.flags().keySet()).containsExactly("In Left");
    assertThat(rules().decide(known, attributes(ENTERS), NOW).attributes().flags())
        .as("known flags of other audiences")
        .isEmpty();
  }

  @Test
  void readBack_partlyKnownUser_appliesAcceptedChangesToTheProfile() {
    config = builder(ONE_ATTRIBUTE_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS, leaves(9)), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_PER_SEGMENT).build();

    MembershipRecord known = learned(partly, profile(SINGLE, "'8','9'"), leaves(1));

    assertThat(rules().decide(known, attributes(leaves(1)), NOW).attributes().fullSet())
        .containsExactly(8L, 7L);
  }

  @Test
  void readBack_attributeOwnedByAnotherAudience_keepsItsOwner() {
    config = builder(ONE_ATTRIBUTE_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_PER_SEGMENT).build();
    MembershipChange late = MembershipChange.of(USER, List.of(), List.of(Audience.of(3, "Seven")));

    MembershipRecord known = learned(partly, profile(SINGLE, "'7'", "In Seven", true), late);

    assertThat(rules().decide(known, attributes(late), NOW).attributes().flags()).isEmpty();
    assertThat(rules().otherOwner(known, Audience.of(3, "Seven"))).hasValue(7);
  }

  @Test
  void readBack_attributeWithoutAnAcceptedClaim_isOwnedByNoAudience() {
    config = builder(SINGLE_AND_PER_SEGMENT).build();
    MembershipRecord known = learned(null, profile(SINGLE, "'8'", "In Seven", true), ENTERS);

    assertThat(rules().otherOwner(known, Audience.of(3, "Seven"))).isEmpty();
    assertThat(rules().holds(known, 7)).isFalse();
    assertThat(
            rules()
                .decide(
                    known, attributes(MembershipSnapshot.of(USER, Audience.of(8, "Eight"))), NOW)
                .attributes()
                .flags()
                .keySet())
        .containsExactly("In Eight");
  }

  /** The known elements of the array are kept when only the string is read. */
  @Test
  void readBack_modeWithoutTheArray_keepsTheKnownElements() {
    config = builder(ARRAY_ATTRIBUTE).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_ATTRIBUTE).build();

    MembershipRecord known = learned(partly, profile(), leaves(9));
    AudienceUpdate retired = AudienceRetirement.of("u", 7);

    assertThat(rules().holds(known, 7)).isTrue();
    assertThat(encoded(rules().decide(known, attributes(retired), NOW)))
        .isEqualTo("`SegmentMembershipArray`:null");
  }

  @Test
  void readBack_maxAge_startsAtTheReadBack() {
    MembershipRules aging = MembershipRules.of(config, POLICY.withMaxAge(Duration.ofHours(1)));
    MembershipRecord record = learned(null, profile(SINGLE, "'7'"), ENTERS);
    List<UserAttributes> updates = attributes(ENTERS);

    assertThat(aging.decide(record, updates, NOW.plusSeconds(3_599)).attributes().isEmpty())
        .isTrue();
    assertThat(aging.decide(record, updates, NOW.plusSeconds(3_600)).attributes().isEmpty())
        .isFalse();
  }
}
