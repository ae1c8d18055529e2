package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which of two audiences with one external name owns their attribute per segment. */
class AttributeOwnershipTest extends OwnershipFixture {
  /** Returns accepted updates and the object that the last one writes. */
  static List<Arguments> histories() {
    return List.of(
        row("re-created by a snapshot, old one retired", NOTHING, in(OLD), in(NEW), retired(2)),
        row(
            "re-created by a snapshot, new one retired",
            "`In Beta`:null",
            in(OLD),
            in(NEW),
            retired(5)),
        row("re-created by a change, old one retired", NOTHING, in(OLD), entered(NEW), retired(2)),
        row(
            "re-created by a change, new one retired",
            "`In Beta`:null",
            in(OLD),
            entered(NEW),
            retired(5)),
        row("re-created after the old one was left", "`In Beta`:true", left(OLD), entered(NEW)),
        row("both left, old one retired", NOTHING, in(OLD), in(NEW), in(), retired(2)),
        row("re-created in one call", NOTHING, entered(OLD), in(NEW), retired(2)),
        row("old one left late", NOTHING, in(OLD), in(NEW), left(OLD)),
        row(
            "old one left late, new one left",
            "`In Beta`:false",
            in(OLD),
            in(NEW),
            left(OLD),
            left(NEW)),
        row("old one left late, new one is false", NOTHING, in(OLD), in(NEW), left(NEW), left(OLD)),
        row("old one left late, old one retired", NOTHING, entered(NEW), left(OLD), retired(2)),
        row(
            "old one left late, new one retired",
            "`In Beta`:null",
            entered(NEW),
            left(OLD),
            retired(5)),
        row("old one is entered again", "`In Beta`:null", in(OLD), in(NEW), in(OLD), retired(2)),
        row(
            "old one is entered again as a member",
            "`In Beta`:true",
            entered(NEW),
            left(NEW),
            entered(OLD)),
        row("left under a free name", "`In Beta`:false", left(OLD)),
        row(
            "left under a name that is free again",
            "`In Beta`:false",
            in(NEW),
            retired(5),
            left(OLD)),
        row(
            "left late under the new name, its own name goes",
            "`In Old`:null",
            in(Audience.of(2, "Old"), NEW),
            left(OLD)),
        row(
            "snapshot without either",
            "`In Beta`:false,`In Other`:true",
            in(OLD),
            in(NEW),
            in(OTHER)),
        row(
            "names compared after stripping",
            NOTHING,
            in(OLD),
            in(Audience.of(5, "Beta \t")),
            retired(2)),
        row(
            "old one renamed in the same snapshot",
            "`In Gamma`:true",
            in(OLD),
            in(Audience.of(2, "Gamma"), NEW)),
        row(
            "old one renamed in the same snapshot, the other way round",
            "`In Gamma`:true",
            in(OLD),
            in(NEW, Audience.of(2, "Gamma"))),
        row(
            "swapped, then one left",
            "`In A`:false",
            in(Audience.of(1, "A"), Audience.of(2, "B")),
            in(Audience.of(1, "B"), Audience.of(2, "A")),
            left(Audience.of(2, "A"))),
        row(
            "swapped, then one retired",
            "`In B`:null",
            in(Audience.of(1, "A"), Audience.of(2, "B")),
            in(Audience.of(1, "B"), Audience.of(2, "A")),
            retired(1)),
        row(
            "renamed to a free name",
            "`In Beta`:null,`In Gamma`:true",
            in(OLD),
            renamed(Audience.of(2, "Gamma"))),
        row(
            "renamed to a free name, then re-created",
            "`In Beta`:true",
            in(OLD),
            renamed(Audience.of(2, "Gamma")),
            entered(NEW)),
        row(
            "renamed, not a member, onto a name that another one has",
            "`In Old`:null",
            entered(NEW),
            left(Audience.of(2, "Old")),
            renamed(OLD)),
        row(
            "renamed, a member, onto a name that another one has",
            "`In Old`:null",
            entered(NEW),
            entered(Audience.of(2, "Old")),
            renamed(OLD)),
        row(
            "renamed, a member, claims the name",
            "`In Beta`:null",
            entered(NEW),
            entered(Audience.of(2, "Old")),
            renamed(OLD),
            retired(2)));
  }

  private static Arguments row(String what, String written, AudienceUpdate... steps) {
    return Arguments.of(what, written, List.of(steps));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("histories")
  void decide_oneNameForTwoAudiences_writesOnlyTheOwner(
      String what, String written, List<AudienceUpdate> steps) {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    String last = "";
    for (AudienceUpdate step : steps) {
      last = user.accepted(step);
    }

    assertThat(last).as(what).isEqualTo(written.equals(NOTHING) ? NOTHING : "{" + written + "}");
  }

  @ParameterizedTest
  @EnumSource
  void decide_reCreatedAudience_keepsItsAttributeWhenTheOldOneIsRetired(SendSegmentsAs mode) {
    UserHistory user = new UserHistory(mode);
    user.accepted(in(OLD));
    user.accepted(in(NEW));

    assertThat(user.accepted(retired(2))).isEqualTo(NOTHING);
    assertThat(user.accepted(in(NEW))).isEqualTo(NOTHING);
  }

  @Test
  void decide_otherAttributeNames_takeTheAttributeOverToo() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);
    user.accepted(in(OLD));
    user.config().singleAttributeName("Others");
    assertThat(user.accepted(in(NEW))).isEqualTo("{`Others`:`'5'`,`In Beta`:true}");

    user.config().singleAttributeName("SegmentMembership");
    assertThat(user.accepted(retired(2))).isEqualTo("{`SegmentMembership`:null}");
    user.config().singleAttributeName("Others");
    assertThat(user.accepted(retired(5))).isEqualTo("{`Others`:null,`In Beta`:null}");
  }

  @Test
  void decide_leftAudience_doesNotTakeANameThatIsOwnedUnderOtherAttributeNames() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.config().singleAttributeName("Others");

    assertThat(user.accepted(left(NEW))).isEqualTo(NOTHING);
    assertThat(user.profile().trueFlags()).containsExactly("In Beta");
  }

  @Test
  void otherOwner_nameOwnedUnderOtherAttributeNames_isReported() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OTHER));
    user.config().singleAttributeName("Others");
    user.accepted(in(OLD));
    MembershipRules rules =
        MembershipRules.of(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(),
            MembershipPolicy.defaults());

    assertThat(rules.otherOwner(user.record(), Audience.of(1, "Beta"))).hasValue(2);
    assertThat(rules.otherOwner(user.record(), Audience.of(1, "Other"))).hasValue(7);
  }

  @Test
  void decide_otherAttributeNamesPending_areWrittenAgain() {
    UserHistory user = new UserHistory(SINGLE_AND_PER_SEGMENT);
    user.accepted(in(OLD));
    user.config().singleAttributeName("Others");
    user.lost(in(NEW));
    user.config().singleAttributeName("SegmentMembership");

    assertThat(user.accepted(entered(OTHER)))
        .isEqualTo("{`SegmentMembership`:`'2','7'`,`In Other`:true,`In Beta`:true}");
  }

  @Test
  void decide_otherPrefix_isAnotherAttribute() {
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.config().perSegmentPrefix("Member of ");
    user.accepted(in(NEW));

    assertThat(user.accepted(retired(2))).isEqualTo(NOTHING);
    user.config().perSegmentPrefix("In ");
    assertThat(user.accepted(retired(2))).isEqualTo("{`In Beta`:null}");
  }

  @Test
  void otherOwner_nameOfAnotherAudience_isReported() {
    MembershipRules rules =
        MembershipRules.of(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(),
            MembershipPolicy.defaults());
    UserHistory user = new UserHistory(ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(in(OLD));
    user.lost(entered(OTHER));

    assertThat(rules.otherOwner(user.record(), Audience.of(1, "Beta "))).hasValue(2);
    assertThat(rules.otherOwner(user.record(), Audience.of(1, "Other"))).hasValue(7);
    assertThat(rules.otherOwner(user.record(), OLD)).isEmpty();
    assertThat(rules.otherOwner(user.record(), Audience.of(1, "Free"))).isEmpty();
  }
}
