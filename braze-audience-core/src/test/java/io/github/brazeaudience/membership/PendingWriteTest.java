package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.membership.UserHistory.NEEDS_FULL;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.SendSegmentsAs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which attributes are written after a write that is pending or was refused. */
class PendingWriteTest extends MembershipRulesFixture {
  @Test
  void decide_unknownUserWhoseFirstChangeWasLost_isStillAssumedInNoAudience() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE).with(EMPTY);

    user.lost(entered(A));
    assertThat(user.accepted(entered(B))).isEqualTo("{`SegmentMembership`:`'2'`}");
  }

  @Test
  void decide_userWhoseFirstSnapshotWasLost_isKnownWithoutItsFullSet() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);

    user.lost(in(A, B));
    assertThat(user.accepted(entered(C))).isEqualTo(NEEDS_FULL);
    assertThat(user.with(EMPTY).accepted(entered(C))).isEqualTo(NEEDS_FULL);
    assertThat(user.accepted(in(C))).isEqualTo("{`SegmentMembership`:`'3'`}");
  }

  @Test
  void decide_pending_writesInFullAndRemovesWhatMayHaveArrived() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);

    user.accepted(in(A));
    user.lost(entered(B));
    assertThat(user.accepted(entered(C)))
        .isEqualTo("{`SegmentMembership`:`'1','3'`,`In C`:true,`In A`:true,`In B`:false}");
    assertThat(user.accepted(entered(C))).isEqualTo(NOTHING);
  }

  @Test
  void decide_severalPendingWrites_areCombined() {
    UserHistory user = new UserHistory(ARRAY_AND_PER_SEGMENT);

    user.lost(entered(A));
    user.lost(entered(B));
    assertThat(user.accepted(entered(C)))
        .isEqualTo(
            "{`SegmentMembershipArray`:{`add`:[`3`],`remove`:[`1`,`2`]},"
                + "`In C`:true,`In A`:false,`In B`:false}");
  }

  @Test
  void decide_lostLeave_isUndoneUnlessItIsRepeated() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);

    user.accepted(in(A, B));
    user.lost(left(A));
    assertThat(user.lost(entered(C)))
        .isEqualTo("{`SegmentMembership`:`'1','2','3'`,`In C`:true,`In A`:true,`In B`:true}");
    assertThat(user.accepted(left(A)))
        .isEqualTo("{`SegmentMembership`:`'2'`,`In A`:false,`In B`:true,`In C`:false}");
  }

  @Test
  void decide_lostRename_keepsOneName() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    Audience renamed = Audience.of(1, "A2");

    user.accepted(in(A));
    user.lost(in(renamed));
    assertThat(user.lost(entered(B))).isEqualTo("{`In B`:true,`In A`:true,`In A2`:null}");
    assertThat(user.accepted(in(renamed))).isEqualTo("{`In B`:false,`In A2`:true,`In A`:null}");
  }

  @ParameterizedTest
  @EnumSource
  void decide_refusedWrite_leavesTheRecordAsItWas(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);

    user.restored(in(A));
    assertThat(user.record()).isNull();
    user.accepted(in(A));
    MembershipRecord before = user.record();
    user.restored(in(B), email("a@b"));
    assertThat(user.record()).isEqualTo(before);
    user.lost(in(B));
    MembershipRecord pending = user.record();
    user.restored(in(C));
    assertThat(user.record()).isEqualTo(pending);
  }
}
