package io.github.brazeaudience.payload;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.payload.Payloads.config;
import static io.github.brazeaudience.payload.Payloads.json;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests each limit of identifiers and names with the largest valid value and the smallest invalid
 * value.
 */
class LimitsTest extends LimitsFixture {
  static Stream<Arguments> externalIds() {
    return Stream.of(
        Arguments.of("u".repeat(987), true),
        Arguments.of("u".repeat(988), false),
        Arguments.of("\u00e9".repeat(493) + "u", true),
        Arguments.of("\u00e9".repeat(494), false),
        Arguments.of("\u20ac".repeat(329), true),
        Arguments.of("\u20ac".repeat(329) + "u", false),
        Arguments.of(EMOJI.repeat(246) + "abc", true),
        Arguments.of(EMOJI.repeat(247), false));
  }

  @ParameterizedTest
  @MethodSource("externalIds")
  void externalId_hasAtMost987Bytes(String id, boolean fits) {
    assertFits(
        SINGLE_ATTRIBUTE,
        MembershipSnapshot.of(UserProfile.ofCustomerId(id), Audience.of(1)),
        fits,
        Reason.IDENTIFIER_TOO_LONG);
  }

  static Stream<Arguments> aliasNames() {
    return Stream.of(
        Arguments.of("d".repeat(236), true),
        Arguments.of("d".repeat(237), false),
        Arguments.of(EMOJI.repeat(59), true),
        Arguments.of(EMOJI.repeat(59) + "d", false));
  }

  @ParameterizedTest
  @MethodSource("aliasNames")
  void aliasName_hasAtMost236Bytes(String name, boolean fits) {
    UserProfile user = UserProfile.builder().device(DeviceIdentityType.IDFA, name).build();

    assertFits(
        SINGLE_ATTRIBUTE,
        MembershipSnapshot.of(user, Audience.of(1)),
        fits,
        Reason.IDENTIFIER_TOO_LONG);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("n".repeat(252), true),
        Arguments.of("n".repeat(253), false),
        Arguments.of("n".repeat(252) + "   ", true),
        Arguments.of(" " + "n".repeat(251), true),
        Arguments.of(" " + "n".repeat(252), false),
        Arguments.of(EMOJI.repeat(119), true),
        Arguments.of(EMOJI.repeat(119) + "n", false),
        Arguments.of(EMOJI.repeat(76) + "n".repeat(172), true),
        Arguments.of(EMOJI.repeat(76) + "n".repeat(173), false),
        Arguments.of(EMOJI.repeat(74) + "n".repeat(178), true),
        Arguments.of(EMOJI.repeat(74) + "n".repeat(179), false),
        Arguments.of("\u00e9".repeat(238), true),
        Arguments.of("\u00e9".repeat(239), false));
  }

  @ParameterizedTest
  @MethodSource("names")
  void attributeName_hasAtMost255CodePointsAnd479Bytes(String name, boolean fits) {
    Audience audience = Audience.of(1, name);

    for (AudienceUpdate update :
        List.of(
            MembershipSnapshot.of(USER, audience),
            MembershipSnapshot.of(USER).withLeft(List.of(audience)),
            MembershipChange.of(USER, List.of(audience), List.of()),
            MembershipChange.of(USER, List.of(), List.of(audience)))) {
      assertFits(ONE_ATTRIBUTE_PER_SEGMENT, update, fits, Reason.NAME_TOO_LONG);
      assertFits(SINGLE_AND_ARRAY_AND_PER_SEGMENT, update, fits, Reason.NAME_TOO_LONG);
      assertFits(SINGLE_ATTRIBUTE, update, true, Reason.NAME_TOO_LONG);
    }
  }

  @Test
  void attributeName_longerPrefix_isCheckedAsWritten() {
    AudienceUpdate fits = MembershipSnapshot.of(USER, Audience.of(1, "n".repeat(249)));
    AudienceUpdate oneMore = MembershipSnapshot.of(USER, Audience.of(1, "n".repeat(250)));

    assertThat(json(config(ONE_ATTRIBUTE_PER_SEGMENT).perSegmentPrefix("Is in "), fits))
        .contains("\"Is in nnn");
    assertThat(
            refusal(config(ONE_ATTRIBUTE_PER_SEGMENT).perSegmentPrefix("Is in "), oneMore).reason())
        .isEqualTo(Reason.NAME_TOO_LONG);
  }

  static Stream<List<Audience>> conflictingNames() {
    return Stream.of(
        List.of(Audience.of(1, "A"), Audience.of(2, "A")),
        List.of(Audience.of(1, "A"), Audience.of(2, "A ")),
        List.of(Audience.of(1, "A\t"), Audience.of(2, "A\n")));
  }

  @ParameterizedTest
  @MethodSource("conflictingNames")
  void names_twoAudiencesUnderOne_conflict(List<Audience> both) {
    for (AudienceUpdate update :
        List.of(
            MembershipSnapshot.of(USER, both),
            MembershipSnapshot.of(USER, both.get(0)).withLeft(both.subList(1, 2)),
            MembershipSnapshot.of(USER).withLeft(both),
            MembershipChange.of(USER, both, List.of()),
            MembershipChange.of(USER, both.subList(0, 1), both.subList(1, 2)))) {
      assertFits(ONE_ATTRIBUTE_PER_SEGMENT, update, false, Reason.NAME_CONFLICT);
      assertFits(ARRAY_ATTRIBUTE, update, true, Reason.NAME_CONFLICT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " A", "A A"})
  void names_differInCaseOrInnerSpace_doNotConflict(String other) {
    assertFits(
        ONE_ATTRIBUTE_PER_SEGMENT,
        MembershipSnapshot.of(USER, Audience.of(1, "A"), Audience.of(2, other)),
        true,
        Reason.NAME_CONFLICT);
  }

  @Test
  void names_reservedByBraze_conflict() {
    AudienceUpdate update = MembershipSnapshot.of(USER, Audience.of(1, "mail"));

    assertThat(refusal(config(ONE_ATTRIBUTE_PER_SEGMENT).perSegmentPrefix("e"), update).reason())
        .isEqualTo(Reason.NAME_CONFLICT);
  }

  @Test
  void names_equalToTheStringOrArrayAttribute_conflictIfItIsWritten() {
    AudienceUpdate update = MembershipSnapshot.of(USER, Audience.of(1, "Membership"));

    assertThat(refusal(config(SINGLE_AND_PER_SEGMENT).perSegmentPrefix("Segment"), update).reason())
        .isEqualTo(Reason.NAME_CONFLICT);
    assertThat(json(config(ONE_ATTRIBUTE_PER_SEGMENT).perSegmentPrefix("Segment"), update))
        .isEqualTo("{\"external_id\":\"u-1\",\"SegmentMembership\":true}");
    AudienceUpdate array = MembershipSnapshot.of(USER, Audience.of(1, "MembershipArray"));
    assertThat(
            refusal(config(SendSegmentsAs.ARRAY_AND_PER_SEGMENT).perSegmentPrefix("Segment"), array)
                .reason())
        .isEqualTo(Reason.NAME_CONFLICT);
  }
}
