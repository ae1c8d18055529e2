package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.ATHENIANS;
import static io.github.brazeaudience.payload.Payloads.DREAMERS;
import static io.github.brazeaudience.payload.Payloads.PARISIANS;
import static io.github.brazeaudience.payload.Payloads.attributes;
import static io.github.brazeaudience.payload.Payloads.config;
import static io.github.brazeaudience.payload.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the exact object that each of the seven modes writes. */
class ModesTest {
  private static final UserProfile USER = UserProfile.ofCustomerId("u-1");

  /**
   * Kind of update.
   *
   * @param single the value of the string attribute; "unknown" if it cannot be written
   * @param points the data points of the three forms
   */
  private record Case(
      String name,
      AudienceUpdate update,
      String single,
      String array,
      String perSegment,
      List<Integer> points) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "snapshot",
              MembershipSnapshot.of(USER, ATHENIANS, DREAMERS),
              "\"SegmentMembership\":\"'11036','11034'\"",
              "\"SegmentMembershipArray\":[\"11036\",\"11034\"]",
              "\"In Aspiring Athenians\":true,\"In Ibiza Dreamers\":true",
              List.of(1, 1, 2)),
          new Case(
              "snapshot of one",
              MembershipSnapshot.of(USER, DREAMERS),
              "\"SegmentMembership\":\"'11034'\"",
              "\"SegmentMembershipArray\":[\"11034\"]",
              "\"In Ibiza Dreamers\":true",
              List.of(1, 1, 1)),
          new Case(
              "snapshot with left",
              MembershipSnapshot.of(USER, ATHENIANS, DREAMERS).withLeft(List.of(PARISIANS)),
              "\"SegmentMembership\":\"'11036','11034'\"",
              "\"SegmentMembershipArray\":[\"11036\",\"11034\"]",
              "\"In Aspiring Athenians\":true,\"In Ibiza Dreamers\":true,\"In Possible Parisians\":false",
              List.of(1, 1, 3)),
          new Case(
              "empty snapshot",
              MembershipSnapshot.of(USER),
              "\"SegmentMembership\":null",
              "\"SegmentMembershipArray\":null",
              "",
              List.of(1, 1, 0)),
          new Case(
              "empty snapshot with left",
              MembershipSnapshot.of(USER).withLeft(List.of(PARISIANS)),
              "\"SegmentMembership\":null",
              "\"SegmentMembershipArray\":null",
              "\"In Possible Parisians\":false",
              List.of(1, 1, 1)),
          new Case(
              "change",
              MembershipChange.of(USER, List.of(ATHENIANS, DREAMERS), List.of(PARISIANS)),
              "unknown",
              "\"SegmentMembershipArray\":{\"add\":[\"11036\",\"11034\"],\"remove\":[\"11037\"]}",
              "\"In Aspiring Athenians\":true,\"In Ibiza Dreamers\":true,\"In Possible Parisians\":false",
              List.of(0, 3, 3)),
          new Case(
              "entered only",
              MembershipChange.of(USER, List.of(PARISIANS), List.of()),
              "unknown",
              "\"SegmentMembershipArray\":{\"add\":[\"11037\"]}",
              "\"In Possible Parisians\":true",
              List.of(0, 1, 1)),
          new Case(
              "left only",
              MembershipChange.of(USER, List.of(), List.of(PARISIANS)),
              "unknown",
              "\"SegmentMembershipArray\":{\"remove\":[\"11037\"]}",
              "\"In Possible Parisians\":false",
              List.of(0, 1, 1)),
          new Case(
              "empty change",
              MembershipChange.of(USER, List.of(), List.of()),
              "",
              "",
              "",
              List.of(0, 0, 0)));

  static Stream<Arguments> modesAndCases() {
    return Stream.of(SendSegmentsAs.values())
        .flatMap(mode -> CASES.stream().map(row -> Arguments.of(mode, row)));
  }

  @ParameterizedTest
  @MethodSource("modesAndCases")
  void encode_updateInAMode_writesTheExpectedObject(SendSegmentsAs mode, Case row) {
    boolean unknown = mode.single() && row.single.equals("unknown");
    UserAttributes attributes = attributes(config(mode), row.update);

    assertThat(attributes.needsFullMembership()).isEqualTo(unknown);
    if (unknown) {
      PayloadEncoder encoder = PayloadBuilder.of(config(mode).build()).encoder();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoder.encode(attributes))
          .withMessageContaining("full membership is unknown");
      return;
    }
    List<String> members = new ArrayList<>(List.of("\"external_id\":\"u-1\""));
    members.add(mode.single() ? row.single : "");
    members.add(mode.array() ? row.array : "");
    members.add(mode.perSegment() ? row.perSegment : "");
    members.removeIf(String::isEmpty);
    int points =
        (mode.single() ? row.points.get(0) : 0)
            + (mode.array() ? row.points.get(1) : 0)
            + (mode.perSegment() ? row.points.get(2) : 0);

    assertThat(json(config(mode), row.update)).isEqualTo("{" + String.join(",", members) + "}");
    assertThat(attributes.dataPoints()).isEqualTo(points);
    assertThat(attributes.isEmpty()).isEqualTo(members.size() == 1);
  }

  static Stream<Arguments> emptyMemberships() {
    return Stream.of(
        Arguments.of(
            SendSegmentsAs.SINGLE_ATTRIBUTE, EmptyMembership.NULL, "\"SegmentMembership\":null"),
        Arguments.of(
            SendSegmentsAs.SINGLE_ATTRIBUTE, EmptyMembership.EMPTY, "\"SegmentMembership\":\"\""),
        Arguments.of(
            SendSegmentsAs.ARRAY_ATTRIBUTE,
            EmptyMembership.NULL,
            "\"SegmentMembershipArray\":null"),
        Arguments.of(
            SendSegmentsAs.ARRAY_ATTRIBUTE, EmptyMembership.EMPTY, "\"SegmentMembershipArray\":[]"),
        Arguments.of(
            SendSegmentsAs.SINGLE_AND_ARRAY,
            EmptyMembership.EMPTY,
            "\"SegmentMembership\":\"\",\"SegmentMembershipArray\":[]"));
  }

  @ParameterizedTest
  @MethodSource("emptyMemberships")
  void encode_inNoAudience_writesTheConfiguredValue(
      SendSegmentsAs mode, EmptyMembership empty, String written) {
    assertThat(json(config(mode).emptyMembership(empty), MembershipSnapshot.of(USER)))
        .isEqualTo("{\"external_id\":\"u-1\"," + written + "}");
  }

  @Test
  void encode_perSegmentAsStrings_writesTrueAndFalseInQuotes() {
    assertThat(
            json(
                config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
                    .perSegmentValue(PerSegmentValue.STRING),
                MembershipSnapshot.of(USER, ATHENIANS).withLeft(List.of(PARISIANS))))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"In Aspiring Athenians\":\"true\",\"In Possible Parisians\":\"false\"}");
  }

  @Test
  void encode_overriddenNames_areWritten() {
    BrazeAudienceConfig.Builder config =
        config(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT)
            .singleAttributeName("S")
            .arrayAttributeName("A")
            .perSegmentPrefix("Is in ");

    assertThat(json(config, MembershipSnapshot.of(USER, PARISIANS)))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"S\":\"'11037'\",\"A\":[\"11037\"],\"Is in Possible Parisians\":true}");
  }

  @Test
  void encode_idTwiceInOneList_isWrittenOnceUnderItsFirstName() {
    AudienceUpdate snapshot =
        MembershipSnapshot.of(
            USER,
            Audience.of(1, "A"),
            Audience.of(2, "B"),
            Audience.of(1, "A again"),
            Audience.of(2, "B"));

    assertThat(json(config(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT), snapshot))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"SegmentMembership\":\"'1','2'\",\"SegmentMembershipArray\":[\"1\",\"2\"],"
                + "\"In A\":true,\"In B\":true}");
    AudienceUpdate change =
        MembershipChange.of(USER, List.of(), List.of(Audience.of(3, "C"), Audience.of(3, "C")));
    assertThat(json(config(SendSegmentsAs.ARRAY_AND_PER_SEGMENT), change))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"SegmentMembershipArray\":{\"remove\":[\"3\"]},\"In C\":false}");
  }

  @Test
  void encode_largestId_isWrittenExactly() {
    assertThat(
            json(
                config(SendSegmentsAs.SINGLE_AND_ARRAY),
                MembershipSnapshot.of(USER, Audience.of(Long.MAX_VALUE))))
        .contains("\"'9223372036854775807'\"", "[\"9223372036854775807\"]");
  }

  @Test
  void encode_specialNamesAndIds_isValidJson() {
    UserProfile user = UserProfile.ofCustomerId("\"\\\n\u00e9\ud83d\ude00");

    assertThat(
            json(
                config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT),
                MembershipSnapshot.of(user, Audience.of(1, "5\" \\ <\u00e9> \ud83d\ude00\t."))))
        .isEqualTo(
            "{\"external_id\":\"\\\"\\\\\\n\u00e9\ud83d\ude00\",\"In 5\\\" \\\\ <\u00e9> \ud83d\ude00\\t.\":true}");
  }

  @Test
  void encode_nameWithSurroundingSpaces_isStripped() {
    assertThat(
            json(
                config(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT),
                MembershipSnapshot.of(USER, Audience.of(1, "Edge \n"))))
        .isEqualTo("{\"external_id\":\"u-1\",\"In Edge\":true}");
  }

  @Test
  void then_snapshotAndChange_isAFullSetWithoutAChange() {
    BrazeAudienceConfig.Builder config = config(SendSegmentsAs.ARRAY_ATTRIBUTE);
    UserAttributes snapshot = attributes(config, MembershipSnapshot.of(USER, ATHENIANS));
    UserAttributes change =
        attributes(config, MembershipChange.of(USER, List.of(DREAMERS), List.of(PARISIANS)));

    for (UserAttributes both : List.of(snapshot.then(change), change.then(snapshot))) {
      assertThat(both.fullSet()).contains(ATHENIANS.id());
      assertThat(both.entered()).isEmpty();
      assertThat(both.left()).isEmpty();
    }
  }
}
