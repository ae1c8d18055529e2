package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests retirements and writes of audiences that were recorded in another mode. */
class RetirementInAnyModeTest extends OwnershipFixture {
  static List<Arguments> modes() {
    return List.of(
        Arguments.of(ARRAY_ATTRIBUTE, "`SegmentMembershipArray`:[`7`]"),
        Arguments.of(SINGLE_ATTRIBUTE, "`SegmentMembership`:`'7'`"),
        Arguments.of(SINGLE_AND_ARRAY, "`SegmentMembership`:`'7'`,`SegmentMembershipArray`:[`7`]"),
        Arguments.of(ONE_ATTRIBUTE_PER_SEGMENT, "`In Beta`:null"),
        Arguments.of(SINGLE_AND_PER_SEGMENT, "`SegmentMembership`:`'7'`,`In Beta`:null"),
        Arguments.of(ARRAY_AND_PER_SEGMENT, "`SegmentMembershipArray`:[`7`],`In Beta`:null"));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void decide_retirementInAnyMode_removesOnlyTheAttributesInTheRecord(
      SendSegmentsAs written, String removed) {
    for (SendSegmentsAs mode : SendSegmentsAs.values()) {
      UserHistory user = new UserHistory(written);
      user.accepted(in(OLD, OTHER));

      assertThat(user.with(mode).holds(2)).isTrue();
      assertThat(user.accepted(retired(2))).as("%s", mode).isEqualTo("{" + removed + "}");
      assertThat(user.holds(2)).as("%s", mode).isFalse();
      assertThat(user.accepted(retired(2))).as("%s", mode).isEqualTo(NOTHING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decide_retirementOfAnElementOfAnArray_removesItInAnyMode(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);
    user.accepted(entered(OLD, OTHER));

    assertThat(user.with(mode).accepted(retired(2)))
        .isEqualTo("{`SegmentMembershipArray`:{`remove`:[`2`]}}");
    assertThat(user.holds(2)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void decide_retirementWithAPendingArray_removesTheIdInAnyMode(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);
    user.accepted(in(OLD, OTHER));
    user.lost(in(OTHER));
    user.with(SINGLE_ATTRIBUTE).accepted(left(OLD));

    assertThat(user.with(mode).holds(2)).isTrue();
    assertThat(user.accepted(retired(2))).contains("`SegmentMembershipArray`:[`7`]");
    assertThat(user.holds(2)).isFalse();
  }

  @Test
  void decide_retirementOfAnElementWithAKnownFullSet_removesItFromTheArray() {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);
    user.accepted(entered(OLD));
    user.with(SINGLE_ATTRIBUTE).accepted(in(OLD, OTHER));

    assertThat(user.accepted(retired(2)))
        .isEqualTo("{`SegmentMembership`:`'7'`,`SegmentMembershipArray`:[`7`]}");
  }

  @Test
  void decide_retirementOfAnIdOnlyInTheArray_removesItThere() {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);
    user.accepted(in(OLD, OTHER));
    user.with(SINGLE_ATTRIBUTE).accepted(in(OTHER));

    assertThat(user.holds(2)).isTrue();
    assertThat(user.accepted(retired(2))).isEqualTo("{`SegmentMembershipArray`:[`7`]}");
  }

  /** Audiences entered in the meantime do not fit into the string. */
  @Test
  void decide_retirementWithMoreAudiencesThanTheStringHolds_onlyRemovesTheId() {
    UserHistory user = new UserHistory(SINGLE_ATTRIBUTE);
    user.accepted(in(OLD, OTHER));
    user.with(ARRAY_ATTRIBUTE)
        .accepted(
            entered(
                LongStream.range(10_000, 10_060).mapToObj(Audience::of).toArray(Audience[]::new)));

    assertThat(user.accepted(retired(2)))
        .startsWith("{`SegmentMembership`:`'7'`,`SegmentMembershipArray`:[`7`,`10000`,");
    assertThat(user.isWithinLimits(retired(7))).isTrue();
  }

  @Test
  void decide_pendingWriteOfAnotherMode_isConfirmedByThatModeOnly() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.lost(left(OLD));

    assertThat(user.with(SINGLE_ATTRIBUTE).accepted(in(OLD)))
        .isEqualTo("{`SegmentMembership`:`'2'`}");
    assertThat(user.accepted(in(OLD))).isEqualTo(NOTHING);
    assertThat(user.with(ONE_ATTRIBUTE_PER_SEGMENT).accepted(entered(OTHER)))
        .isEqualTo("{`In Other`:true,`In Beta`:true}");
  }

  @Test
  void decide_pendingElementsWithAKnownFullSet_areReplacedByTheWholeArray() {
    UserHistory user = new UserHistory(ARRAY_AND_PER_SEGMENT);
    user.lost(entered(OLD));
    user.with(ONE_ATTRIBUTE_PER_SEGMENT).accepted(in(OTHER));

    assertThat(user.with(ARRAY_ATTRIBUTE).accepted(left()))
        .isEqualTo("{`SegmentMembershipArray`:[`7`]}");
  }

  @Test
  void decide_elementThatALostSnapshotMayHaveAdded_isRemovedAgain() {
    UserHistory user = new UserHistory(ARRAY_ATTRIBUTE);
    user.accepted(left(OLD));
    user.lost(in(OLD));

    assertThat(user.accepted(entered(OTHER)))
        .isEqualTo("{`SegmentMembershipArray`:{`add`:[`7`],`remove`:[`2`]}}");
  }

  @Test
  void decide_renameInAModeWithoutNames_movesTheAttributesInTheRecord() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));

    assertThat(user.with(SINGLE_ATTRIBUTE).accepted(renamed(Audience.of(2, "Gamma"))))
        .isEqualTo("{`In Beta`:null,`In Gamma`:true}");
  }
}
