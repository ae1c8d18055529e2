package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests who owns an attribute per segment while a claim of it or its rename is pending. */
class PendingOwnershipTest extends OwnershipFixture {
  @Test
  void decide_pendingClaim_leavesTheNameToTheAcceptedOwner() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(left(OLD));
    user.lost(in(NEW));

    assertThat(user.accepted(entered(OTHER))).isEqualTo("{`In Other`:true,`In Beta`:false}");
    assertThat(user.accepted(retired(5))).isEqualTo(NOTHING);
    assertThat(user.accepted(retired(2))).isEqualTo("{`In Beta`:null}");
  }

  @Test
  void decide_pendingClaimSentAgain_takesTheNameOver() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.lost(in(NEW, OTHER));

    assertThat(user.accepted(in(NEW, OTHER))).isEqualTo("{`In Beta`:true,`In Other`:true}");
    assertThat(user.accepted(left(OLD), retired(2))).isEqualTo(NOTHING);
  }

  @Test
  void decide_claimRefused_leavesTheNameToItsOwner() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.restored(in(NEW, OTHER));

    assertThat(user.accepted(retired(5))).isEqualTo(NOTHING);
    assertThat(user.accepted(retired(2))).isEqualTo("{`In Beta`:null}");
  }

  @Test
  void decide_firstClaimPending_doesNotOwnTheName() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.lost(in(NEW));
    user.accepted(left(OLD));

    assertThat(user.accepted(retired(5))).isEqualTo(NOTHING);
    assertThat(user.accepted(retired(2))).isEqualTo("{`In Beta`:null}");
  }

  /** Audience 5 may have overwritten the attribute of audience 2. */
  @Test
  void decide_retirementOfAPendingClaim_returnsTheNameInAnyMode() {
    for (SendSegmentsAs mode : List.of(ONE_ATTRIBUTE_PER_SEGMENT, SINGLE_ATTRIBUTE)) {
      UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
      user.accepted(left(OLD));
      user.lost(entered(NEW));

      assertThat(user.with(mode).holds(5)).isTrue();
      assertThat(user.accepted(retired(5))).as("%s", mode).isEqualTo("{`In Beta`:false}");
      assertThat(user.holds(5)).isFalse();
    }
  }

  @Test
  void decide_pendingRename_movesTheAttributeOnce() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.lost(renamed(Audience.of(2, "Gamma")));

    assertThat(user.accepted(renamed(Audience.of(2, "Gamma"))))
        .isEqualTo("{`In Beta`:null,`In Gamma`:true}");
    assertThat(user.accepted(retired(2))).isEqualTo("{`In Gamma`:null}");
  }

  @Test
  void decide_renameOfAnAttributeNeverAccepted_onlyRemovesIt() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.lost(entered(OLD));

    assertThat(user.accepted(renamed(Audience.of(2, "Gamma")))).isEqualTo("{`In Beta`:null}");
  }
}
