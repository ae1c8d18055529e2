package io.github.brazeaudience.payload;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.payload.Payloads.audiences;
import static io.github.brazeaudience.payload.Payloads.config;
import static io.github.brazeaudience.payload.Payloads.json;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests each limit of values and objects with the largest valid value and the smallest invalid
 * value.
 */
class ValueLimitsTest extends LimitsFixture {
  @Test
  void stringValue_hasAtMost255CodePoints() {
    List<Audience> fits = audiences(10_000, 32);
    List<Audience> oneMore = new ArrayList<>(audiences(10_000, 31));
    oneMore.add(Audience.of(100_000, "N"));

    assertThat(json(config(SINGLE_ATTRIBUTE), MembershipSnapshot.of(USER, fits)))
        .hasSize("{\"external_id\":\"u-1\",\"SegmentMembership\":\"\"}".length() + 255);
    PayloadRefusal refusal =
        refusal(config(SINGLE_ATTRIBUTE), MembershipSnapshot.of(USER, oneMore));
    assertThat(refusal.reason()).isEqualTo(Reason.VALUE_TOO_LONG);
    assertThat(refusal.message())
        .contains("\"SegmentMembership\"", "256 characters", "32 audiences", "255");
  }

  @ParameterizedTest
  @EnumSource
  void stringValue_tooLong_rejectsInEveryModeThatWritesIt(SendSegmentsAs mode) {
    assertFits(
        mode,
        MembershipSnapshot.of(USER, audiences(10_000, 33)),
        !mode.single(),
        Reason.VALUE_TOO_LONG);
  }

  @Test
  void stringValue_leftAudiences_doNotCount() {
    assertFits(
        SINGLE_AND_PER_SEGMENT,
        MembershipSnapshot.of(USER, audiences(10_000, 32)).withLeft(audiences(20_000, 100)),
        true,
        Reason.VALUE_TOO_LONG);
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        Arguments.of(MembershipSnapshot.of(USER, audiences(1, 500)), true),
        Arguments.of(MembershipSnapshot.of(USER, audiences(1, 501)), false),
        Arguments.of(MembershipSnapshot.of(USER, audiences(Long.MAX_VALUE - 500, 500)), true),
        Arguments.of(MembershipChange.of(USER, audiences(1, 500), audiences(1000, 500)), true),
        Arguments.of(MembershipChange.of(USER, audiences(1, 501), List.of()), false),
        Arguments.of(MembershipChange.of(USER, List.of(), audiences(1, 501)), false));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void array_hasAtMost500Elements(AudienceUpdate update, boolean fits) {
    assertFits(ARRAY_ATTRIBUTE, update, fits, Reason.TOO_MANY_ELEMENTS);
    assertFits(SendSegmentsAs.ARRAY_AND_PER_SEGMENT, update, fits, Reason.TOO_MANY_ELEMENTS);
    assertFits(ONE_ATTRIBUTE_PER_SEGMENT, update, true, Reason.TOO_MANY_ELEMENTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 100, 499})
  void array_configuredMaximum_isTheLimitAndInTheMessage(int maximum) {
    AudienceUpdate fits = MembershipSnapshot.of(USER, audiences(1, maximum));
    AudienceUpdate tooMany = MembershipSnapshot.of(USER, audiences(1, maximum + 1));

    assertThat(json(config(ARRAY_ATTRIBUTE).arrayMaxLength(maximum), fits)).contains("\"1\"");
    PayloadRefusal refusal = refusal(config(ARRAY_ATTRIBUTE).arrayMaxLength(maximum), tooMany);
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_ELEMENTS);
    assertThat(refusal.message()).contains(maximum + 1 + " elements", "at most " + maximum + ";");
    assertThat(json(config(SINGLE_ATTRIBUTE).arrayMaxLength(1), snapshotOfTwo())).contains("'1'");
  }

  /** The maximum length is of what the array has; Braze documents no limit of a removal. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 500, ",
    "25, 25, 500, ",
    "25, 0, 26, ",
    "25, 26, 0, would have 26 elements",
    "25, 26, 501, would have 26 elements",
    "25, 0, 501, removes 501 elements",
    "500, 500, 500, ",
    "500, 1, 501, removes 501 elements",
  })
  void array_change_configuredMaximumLimitsOnlyTheAddedElements(
      int maximum, int entered, int left, @Nullable String message) {
    AudienceUpdate change =
        MembershipChange.of(USER, audiences(1, entered), audiences(1_000, left));
    BrazeAudienceConfig.Builder config = config(ARRAY_ATTRIBUTE).arrayMaxLength(maximum);

    if (message == null) {
      assertThat(json(config, change)).contains("\"remove\"");
    } else {
      PayloadRefusal refusal = refusal(config, change);
      assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_ELEMENTS);
      assertThat(refusal.message()).contains(message);
    }
  }

  private static AudienceUpdate snapshotOfTwo() {
    return MembershipSnapshot.of(USER, audiences(1, 2));
  }

  @Test
  void object_singleInABody_hasAtMost4000000Bytes() {
    int around =
        json(config(SINGLE_ATTRIBUTE), withEmail("")).length() + ",\"email\":\"\"".length();
    int room = 4_000_000 - "{\"attributes\":[]}".length() - around;

    assertFits(SINGLE_ATTRIBUTE, withEmail("e".repeat(room)), true, Reason.OBJECT_TOO_LARGE);
    assertFits(SINGLE_ATTRIBUTE, withEmail("e".repeat(room + 1)), false, Reason.OBJECT_TOO_LARGE);
    assertFits(
        SINGLE_ATTRIBUTE, withEmail("\u0001".repeat(room / 6)), true, Reason.OBJECT_TOO_LARGE);
    assertFits(
        SINGLE_ATTRIBUTE, withEmail("\u0001".repeat(room / 6 + 1)), false, Reason.OBJECT_TOO_LARGE);
    assertFits(SINGLE_ATTRIBUTE, withEmail(EMOJI.repeat(room / 4)), true, Reason.OBJECT_TOO_LARGE);
    assertFits(
        SINGLE_ATTRIBUTE, withEmail(EMOJI.repeat(room / 4 + 1)), false, Reason.OBJECT_TOO_LARGE);
  }

  @Test
  void object_changeThatNeedsTheFullSet_isMeasuredToo() {
    List<Audience> more =
        audiences(10_000, 16_000).stream()
            .map(audience -> Audience.of(audience.id(), "n".repeat(240) + audience.id()))
            .toList();

    assertFits(
        SINGLE_AND_PER_SEGMENT,
        MembershipChange.of(USER, List.of(), more),
        false,
        Reason.OBJECT_TOO_LARGE);
    assertFits(
        SINGLE_AND_PER_SEGMENT,
        MembershipChange.of(USER, List.of(), more.subList(0, 15_000)),
        true,
        Reason.OBJECT_TOO_LARGE);
  }

  private static AudienceUpdate withEmail(String email) {
    return MembershipSnapshot.of(
        UserProfile.builder().customerId("u-1").email(email).build(), Audience.of(1));
  }
}
