package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which attributes are written when an audience is retired or renamed. */
class RetirementAndRenameTest extends MembershipRulesFixture {
  @Test
  void decide_renamedAudience_removesTheOldNameInTheSameObject() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    Audience renamed = Audience.of(1, "A2");

    user.accepted(in(A, B));
    assertThat(user.accepted(in(renamed, B))).isEqualTo("{`In A2`:true,`In A`:null}");
    assertThat(user.accepted(in(renamed, B))).isEqualTo(NOTHING);
    assertThat(user.accepted(left(A)))
        .as("renamed back and left")
        .isEqualTo("{`In A`:false,`In A2`:null}");
  }

  @Test
  void decide_audiencesWithSwappedNames_removesNone() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);

    user.accepted(in(A), left(B));
    assertThat(user.accepted(in(Audience.of(1, "B"), Audience.of(2, "A"))))
        .isEqualTo("{`In B`:true}");
    assertThat(user.accepted(left(Audience.of(2, "A")))).isEqualTo("{`In A`:false}");
  }

  @Test
  void decide_renamedWithinOneCall_writesTheLastNameOnly() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(user.accepted(in(A), in(Audience.of(1, "A2")))).isEqualTo("{`In A2`:true}");
  }

  @Test
  void decide_retirement_removesTheAttributeWhetherTrueOrFalse() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);
    AudienceUpdate retired = AudienceRetirement.of("u", 1);

    user.accepted(in(A, B));
    assertThat(user.accepted(retired)).isEqualTo("{`SegmentMembership`:`'2'`,`In A`:null}");
    assertThat(user.accepted(retired)).isEqualTo(NOTHING);
    user.accepted(in(A, B));
    user.accepted(left(A));
    assertThat(user.accepted(retired)).isEqualTo("{`In A`:null}");
    assertThat(user.accepted(in(B))).isEqualTo(NOTHING);
  }

  @Test
  void decide_retirementWithAnUnknownFullSet_removesWhatIsKnown() {
    UserHistory user = new UserHistory(ARRAY_AND_PER_SEGMENT);
    AudienceUpdate retired = AudienceRetirement.of("u", 1);

    user.accepted(entered(A, B));
    assertThat(user.accepted(retired))
        .isEqualTo("{`SegmentMembershipArray`:{`remove`:[`1`]},`In A`:null}");
  }

  @Test
  void decide_rename_movesTheValueOfTheAttribute() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);
    AudienceUpdate renamed = AudienceRenaming.of("u", Audience.of(1, "A2"));

    user.accepted(in(A));
    user.accepted(left(B));
    assertThat(user.accepted(renamed)).isEqualTo("{`In A`:null,`In A2`:true}");
    assertThat(user.accepted(renamed)).isEqualTo(NOTHING);
    user.accepted(left(Audience.of(1, "A2")));
    assertThat(user.accepted(AudienceRenaming.of("u", A))).isEqualTo("{`In A2`:null,`In A`:false}");
    assertThat(user.accepted(AudienceRenaming.of("u", C))).as("never known").isEqualTo(NOTHING);
  }

  @Test
  void holds_trueFalsePendingOrAbsent_isTrueUnlessAbsent() {
    MembershipRules rules =
        MembershipRules.of(
            BrazeAudienceConfig.builder()
                .restApiKey("test-key")
                .sendSegmentsAs(ONE_ATTRIBUTE_PER_SEGMENT)
                .build(),
            MembershipPolicy.defaults());
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(A));
    user.accepted(left(B));
    user.lost(entered(C));

    assertThat(List.of(1L, 2L, 3L, 4L))
        .filteredOn(id -> rules.holds(user.record(), id))
        .containsExactly(1L, 2L, 3L);
  }
}
