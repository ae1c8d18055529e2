package io.github.brazeaudience.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an update with several defects gets the reason of the first. */
class ReasonOrderTest {
  private static final String HALF_A_PAIR = "\ud83d";

  /** Each row has one defect less than the row above and the reason of its first defect. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, MALFORMED_INPUT,     true,  true,  0,   501, true,  true",
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, INVALID_AUDIENCE,    false, true,  0,   501, true,  true",
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, NO_IDENTIFIER,       false, false, 0,   501, true,  true",
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, IDENTIFIER_TOO_LONG, false, false, 988, 501, true,  true",
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, VALUE_TOO_LONG,      false, false, 987, 501, true,  true",
    "ARRAY_AND_PER_SEGMENT, NAME_TOO_LONG,       false, false, 987, 501, true,  true",
    "ARRAY_AND_PER_SEGMENT, NAME_CONFLICT,       false, false, 987, 501, false, true",
    "ARRAY_AND_PER_SEGMENT, TOO_MANY_ELEMENTS,   false, false, 987, 501, false, false",
    "ARRAY_AND_PER_SEGMENT, OBJECT_TOO_LARGE,    false, false, 987, 498, false, false"
  })
  void build_severalDefects_returnsTheFirst(
      SendSegmentsAs mode,
      Reason reason,
      boolean malformed,
      boolean invalidAudience,
      int idLength,
      int count,
      boolean longName,
      boolean sameName) {
    UserProfile.Builder user =
        UserProfile.builder()
            .customerId("u".repeat(idLength))
            .email("e".repeat(4_000_000) + (malformed ? HALF_A_PAIR : ""));
    List<Audience> audiences = new ArrayList<>(Payloads.audiences(1, count));
    audiences.add(Audience.of(1000, sameName ? "N1" : "N1000"));
    audiences.add(Audience.of(invalidAudience ? -1 : 1001, longName ? "n".repeat(253) : "short"));

    PayloadRefusal refusal =
        Payloads.refusal(Payloads.config(mode), MembershipSnapshot.of(user.build(), audiences));

    assertThat(refusal.reason()).isEqualTo(reason);
  }

  @Test
  void reason_order_isThatOfTheList() {
    assertThat(Reason.values())
        .startsWith(
            Reason.MALFORMED_INPUT,
            Reason.INVALID_AUDIENCE,
            Reason.NO_IDENTIFIER,
            Reason.IDENTIFIER_TOO_LONG,
            Reason.VALUE_TOO_LONG,
            Reason.NAME_TOO_LONG,
            Reason.NAME_CONFLICT,
            Reason.TOO_MANY_ELEMENTS,
            Reason.OBJECT_TOO_LARGE,
            Reason.NEEDS_FULL_MEMBERSHIP);
  }

  static Stream<UserProfile> halves() {
    return Stream.of(
        UserProfile.ofCustomerId("u" + HALF_A_PAIR),
        UserProfile.ofCustomerId("\ude00" + HALF_A_PAIR),
        UserProfile.builder().customerId("u").email("\ude00@b").build(),
        UserProfile.builder()
            .customerId("u")
            .pushToken(PushToken.of(PushPlatform.ANDROID, HALF_A_PAIR))
            .build(),
        UserProfile.builder()
            .customerId("u")
            .pushToken(PushToken.of(PushPlatform.ANDROID, "t", HALF_A_PAIR))
            .build());
  }

  @ParameterizedTest
  @MethodSource("halves")
  void build_unpairedSurrogate_isMalformed(UserProfile user) {
    PayloadRefusal refusal =
        Payloads.refusal(
            Payloads.config(SendSegmentsAs.SINGLE_ATTRIBUTE).apiKey("app"),
            MembershipSnapshot.of(user, Audience.of(1)));

    assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED_INPUT);
  }

  @Test
  void build_unpairedSurrogateInAName_isMalformedIfNamesAreWritten() {
    AudienceUpdate update =
        MembershipSnapshot.of(UserProfile.ofCustomerId("u"), Audience.of(1, HALF_A_PAIR));

    assertThat(
            Payloads.refusal(Payloads.config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT), update)
                .reason())
        .isEqualTo(Reason.MALFORMED_INPUT);
    assertThat(Payloads.json(Payloads.config(SendSegmentsAs.ARRAY_ATTRIBUTE), update))
        .contains("[\"1\"]");
  }

  @Test
  void build_unpairedSurrogateInARename_isMalformed() {
    for (AudienceUpdate update :
        List.of(
            AudienceRenaming.of("u", Audience.of(1, HALF_A_PAIR)),
            AudienceRenaming.of(HALF_A_PAIR, Audience.of(1, "A")),
            AudienceRetirement.of(HALF_A_PAIR, 1))) {
      assertThat(
              Payloads.refusal(Payloads.config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT), update)
                  .reason())
          .isEqualTo(Reason.MALFORMED_INPUT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void build_idNotPositive_isAnInvalidAudience(long id) {
    UserProfile user = UserProfile.ofCustomerId("u");
    for (AudienceUpdate update :
        List.of(
            MembershipSnapshot.of(user, Audience.of(id, "A")),
            MembershipSnapshot.of(user).withLeft(List.of(Audience.of(id, "A"))),
            MembershipChange.of(user, List.of(Audience.of(id, "A")), List.of()),
            MembershipChange.of(user, List.of(), List.of(Audience.of(id, "A"))))) {
      for (SendSegmentsAs mode : SendSegmentsAs.values()) {
        PayloadRefusal refusal = Payloads.refusal(Payloads.config(mode), update);
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_AUDIENCE);
        assertThat(refusal.message()).contains(String.valueOf(id));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void build_nameMissingOrBlank_isInvalidIfNamesAreWritten(SendSegmentsAs mode) {
    for (Audience unnamed : List.of(Audience.of(7), Audience.of(7, ""), Audience.of(7, " \t"))) {
      PayloadResult result =
          Payloads.build(
              Payloads.config(mode), MembershipSnapshot.of(UserProfile.ofCustomerId("u"), unnamed));

      if (mode.perSegment()) {
        assertThat(((PayloadRefusal) result).reason()).isEqualTo(Reason.INVALID_AUDIENCE);
        assertThat(((PayloadRefusal) result).message()).contains("audience 7", "External Name");
      } else {
        assertThat(result).isInstanceOf(UserAttributes.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void build_idInTwoLists_isAnInvalidAudience(SendSegmentsAs mode) {
    UserProfile user = UserProfile.ofCustomerId("u");
    List<Audience> audience = List.of(Audience.of(7, "A"));

    assertThat(
            Payloads.refusal(
                    Payloads.config(mode), MembershipSnapshot.of(user, audience).withLeft(audience))
                .reason())
        .isEqualTo(Reason.INVALID_AUDIENCE);
    assertThat(
            Payloads.refusal(Payloads.config(mode), MembershipChange.of(user, audience, audience))
                .message())
        .contains("audience 7");
  }

  @Test
  void build_invalidUpdate_isRefusedWithItsDefect() {
    assertThat(refusalOf(UnreadableUpdate.malformed("line broken")))
        .returns(Reason.MALFORMED_INPUT, PayloadRefusal::reason)
        .returns("line broken", PayloadRefusal::message);
    assertThat(refusalOf(UnreadableUpdate.invalidAudience("id missing")))
        .returns(Reason.INVALID_AUDIENCE, PayloadRefusal::reason)
        .returns("id missing", PayloadRefusal::message);
  }

  private static PayloadRefusal refusalOf(AudienceUpdate update) {
    return Payloads.refusal(Payloads.config(SendSegmentsAs.SINGLE_ATTRIBUTE), update);
  }
}
