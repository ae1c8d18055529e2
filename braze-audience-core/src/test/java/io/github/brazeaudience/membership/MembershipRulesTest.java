package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.membership.UserHistory.NEEDS_FULL;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which attributes are written for a user whose last write has a known result. */
class MembershipRulesTest extends MembershipRulesFixture {
  @ParameterizedTest
  @EnumSource
  void decide_sameSnapshotAgain_writesNothing(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);

    assertThat(user.accepted(in(A, B))).isNotEqualTo(NOTHING);
    assertThat(user.accepted(in(A, B))).isEqualTo(NOTHING);
    assertThat(user.accepted(in(B, A))).as("another order").isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @EnumSource
  void decide_inNoAudience_isWrittenOnce(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);

    user.accepted(in());
    assertThat(user.accepted(in())).isEqualTo(NOTHING);
  }

  @Test
  void decide_changeOfAKnownUser_writesTheFullSet() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);

    assertThat(user.accepted(in(B, A))).isEqualTo("{`SegmentMembership`:`'2','1'`}");
    assertThat(user.accepted(entered(C))).isEqualTo("{`SegmentMembership`:`'2','1','3'`}");
    assertThat(user.accepted(left(A))).isEqualTo("{`SegmentMembership`:`'2','3'`}");
    assertThat(user.accepted(left(A))).isEqualTo(NOTHING);
    assertThat(user.accepted(left(B, C))).isEqualTo("{`SegmentMembership`:null}");
  }

  @Test
  void decide_snapshotInAnotherOrder_keepsThePlacesOfKnownIds() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);

    user.accepted(in(B, A));
    assertThat(user.accepted(in(A, C, B))).isEqualTo("{`SegmentMembership`:`'2','1','3'`}");
  }

  @Test
  void decide_changeOfAnUnknownUser_needsASnapshotFirst() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);

    assertThat(user.accepted(entered(A))).isEqualTo(NEEDS_FULL);
    assertThat(user.record()).isNull();
    assertThat(user.accepted(email("a@b"))).as("no change").isEqualTo("{`email`:`a@b`}");
    assertThat(user.accepted(entered(A))).isEqualTo(NEEDS_FULL);
    user.accepted(in());
    assertThat(user.accepted(entered(A))).isEqualTo("{`SegmentMembership`:`'1'`}");
  }

  @Test
  void decide_unknownUserAssumedInNoAudience_isWrittenFromTheChange() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE).with(EMPTY);

    assertThat(user.accepted(entered(A))).isEqualTo("{`SegmentMembership`:`'1'`}");
    assertThat(user.accepted(entered(B))).isEqualTo("{`SegmentMembership`:`'1','2'`}");
  }

  @Test
  void decide_acceptedChangeOfAnUnknownUser_leavesTheFullSetUnknown() {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);

    assertThat(user.accepted(entered(A))).isEqualTo("{`SegmentMembershipArray`:{`add`:[`1`]}}");
    assertThat(user.accepted(entered(A))).isEqualTo(NOTHING);
    assertThat(user.accepted(entered(B), left(A)))
        .isEqualTo("{`SegmentMembershipArray`:{`add`:[`2`],`remove`:[`1`]}}");
    assertThat(user.with(SINGLE_ATTRIBUTE).with(EMPTY).accepted(entered(C))).isEqualTo(NEEDS_FULL);
    assertThat(user.with(ARRAY_ATTRIBUTE).accepted(in(B)))
        .isEqualTo("{`SegmentMembershipArray`:[`2`]}");
    assertThat(user.accepted(entered(C))).isEqualTo("{`SegmentMembershipArray`:[`2`,`3`]}");
  }

  @Test
  void decide_snapshot_derivesTheLeftAudiences() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(user.accepted(in(A, B))).isEqualTo("{`In A`:true,`In B`:true}");
    assertThat(user.accepted(in(B, C))).isEqualTo("{`In A`:false,`In C`:true}");
    assertThat(user.accepted(in(B, C))).isEqualTo(NOTHING);
    assertThat(user.accepted(in(A, B))).isEqualTo("{`In C`:false,`In A`:true}");
  }

  @Test
  void decide_partOfAnObject_isWrittenAlone() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);

    user.accepted(in(A));
    assertThat(user.accepted(in(A, B))).isEqualTo("{`SegmentMembership`:`'1','2'`,`In B`:true}");
    user.with(ONE_ATTRIBUTE_PER_SEGMENT).accepted(left(B));
    assertThat(user.with(SINGLE_AND_PER_SEGMENT).accepted(left(B)))
        .as("the flag is known")
        .isEqualTo("{`SegmentMembership`:`'1'`}");
  }

  @Test
  void decide_email_isWrittenOnlyWhenItChanges() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(user.accepted(email("a@b"))).isEqualTo("{`email`:`a@b`}");
    assertThat(user.accepted(email("a@b"))).isEqualTo(NOTHING);
    assertThat(user.accepted(email("c@d"), in(A))).isEqualTo("{`email`:`c@d`,`In A`:true}");
    assertThat(user.accepted(email("a@b"), email("c@d"))).isEqualTo(NOTHING);
    user.lost(email("e@f"));
    assertThat(user.accepted(in(A))).as("pending").isEqualTo("{`In A`:true}");
    assertThat(user.accepted(email("c@d"))).as("still unknown").isEqualTo("{`email`:`c@d`}");
  }

  @Test
  void decide_pushTokens_areWrittenOnlyWhenTheyChange() {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder().sendSegmentsAs(ONE_ATTRIBUTE_PER_SEGMENT).apiKey("app-1");
    UserHistory user = new UserHistory(config);
    AudienceUpdate token =
        MembershipChange.of(
            UserProfile.builder()
                .customerId("u")
                .pushToken(PushToken.of(PushPlatform.IOS, "t1"))
                .build(),
            List.of(A),
            List.of());

    assertThat(user.accepted(token))
        .isEqualTo("{`push_tokens`:[{`app_id`:`app-1`,`token`:`t1`}],`In A`:true}");
    assertThat(user.accepted(token)).isEqualTo(NOTHING);
    user.config().apiKey("app-2");
    assertThat(user.acceptedWithoutTokens(token))
        .as("another app")
        .isEqualTo("{`push_tokens`:[{`app_id`:`app-2`,`token`:`t1`}]}");
    assertThat(user.accepted(token)).as("the token was refused before").isNotEqualTo(NOTHING);
    assertThat(user.accepted(token)).isEqualTo(NOTHING);
  }

  @Test
  void decide_otherFormOfAValue_isAnotherValue() {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder().sendSegmentsAs(SINGLE_AND_PER_SEGMENT);
    UserHistory user = new UserHistory(config);

    user.accepted(in(), left(A));
    user.config().emptyMembership(EmptyMembership.EMPTY);
    assertThat(user.accepted(in())).isEqualTo("{`SegmentMembership`:``}");
    user.config().perSegmentValue(PerSegmentValue.STRING);
    assertThat(user.accepted(left(A))).isEqualTo("{`In A`:`false`}");
    assertThat(user.accepted(left(A), in())).isEqualTo(NOTHING);
  }

  @Test
  void decide_otherAttributeNames_shareOnlyTheEmail() {
    BrazeAudienceConfig.Builder config =
        BrazeAudienceConfig.builder().sendSegmentsAs(SINGLE_ATTRIBUTE);
    UserHistory user = new UserHistory(config);

    user.accepted(in(A), email("a@b"));
    user.config().singleAttributeName("Others");
    assertThat(user.accepted(entered(B))).isEqualTo(NEEDS_FULL);
    assertThat(user.accepted(in(B), email("a@b"))).isEqualTo("{`Others`:`'2'`}");
    user.config().singleAttributeName("SegmentMembership");
    assertThat(user.accepted(in(A))).isEqualTo(NOTHING);
  }

  @Test
  void decide_otherMode_writesWhatIsMissing() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);

    user.accepted(in(A));
    assertThat(user.with(ARRAY_ATTRIBUTE).accepted(entered(B)))
        .isEqualTo("{`SegmentMembershipArray`:[`1`,`2`]}");
    assertThat(user.with(SINGLE_ATTRIBUTE).accepted(in(A, B)))
        .isEqualTo("{`SegmentMembership`:`'1','2'`}");
  }

  @Test
  void decide_policySendsEverything_writesInFull() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);

    user.accepted(in(A, B), email("a@b"));
    user.with(MembershipPolicy.defaults().withSendEverything(true));
    assertThat(user.accepted(left(B), email("a@b")))
        .isEqualTo("{`email`:`a@b`,`SegmentMembership`:`'1'`,`In B`:false,`In A`:true}");
  }

  @Test
  void decide_recordOlderThanMaxAge_writesInFullOnce() {
    UserHistory user =
        new UserHistory(SINGLE_AND_PER_SEGMENT)
            .with(MembershipPolicy.defaults().withMaxAge(Duration.ofDays(30)));

    user.accepted(in(A));
    user.later(Duration.ofDays(29)).accepted(in(A, B));
    assertThat(user.accepted(in(A, B))).isEqualTo(NOTHING);
    assertThat(user.later(Duration.ofDays(1)).accepted(in(A, B)))
        .isEqualTo("{`SegmentMembership`:`'1','2'`,`In A`:true,`In B`:true}");
    assertThat(user.accepted(in(A, B))).isEqualTo(NOTHING);
  }

  @Test
  void learned_snapshotWithoutChanges_makesTheFullSetKnown() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);

    user.accepted(entered(A));
    assertThat(user.accepted(in(A))).isEqualTo(NOTHING);
    assertThat(user.with(SINGLE_ATTRIBUTE).accepted(entered(B)))
        .isEqualTo("{`SegmentMembership`:`'1','2'`}");
  }
}
