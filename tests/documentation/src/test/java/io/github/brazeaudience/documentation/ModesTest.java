package io.github.brazeaudience.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.SegmentFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the table of modes in the README: attributes, changes, filters and traps. */
final class ModesTest {
  private static final List<Markdown.Row> TABLE = Markdown.readme().rows("Modes");
  private static final Audience ATHENIANS = Audience.of(11036, "Aspiring Athenians");
  private static final Audience DREAMERS = Audience.of(11034, "Ibiza Dreamers");
  private static final Audience PARISIANS = Audience.of(11037, "Possible Parisians");
  private static final UserProfile USER = UserProfile.ofCustomerId("u-1");
  private static final AudienceUpdate SNAPSHOT =
      MembershipSnapshot.of(USER, ATHENIANS, DREAMERS).withLeft(List.of(PARISIANS));
  private static final AudienceUpdate CHANGE =
      MembershipChange.of(USER, List.of(ATHENIANS, DREAMERS), List.of(PARISIANS));

  @Test
  void table_firstColumn_hasEveryModeOnce() {
    assertThat(TABLE.stream().map(row -> row.cell(0).replace("`", "")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SendSegmentsAs.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void secondColumn_eachMode_listsTheWrittenAttributes(SendSegmentsAs mode) {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, mode)) {
      String body =
          new String(forwarder.plan(List.of(SNAPSHOT)).bodies().get(0), StandardCharsets.UTF_8);
      List<String> shown = Markdown.codes(row(mode).cell(1));
      assertThat(shown).isNotEmpty();
      assertThat(body).contains(shown);
      assertThat(body.contains("\"SegmentMembership\"")).isEqualTo(mode.single());
      assertThat(body.contains("\"SegmentMembershipArray\"")).isEqualTo(mode.array());
      assertThat(body.contains("\"In ")).isEqualTo(mode.perSegment());
    }
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void thirdColumn_eachMode_isYesIfAChangeIsEnough(SendSegmentsAs mode) {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, mode)) {
      boolean enough = forwarder.plan(List.of(CHANGE)).outcomes().isEmpty();
      assertThat(row(mode).cell(2)).isEqualTo(enough ? "yes" : "no");
      if (!enough) {
        assertThat(forwarder.plan(List.of(CHANGE)).outcomes().get(0).reason())
            .contains(Reason.NEEDS_FULL_MEMBERSHIP);
      }
    }
  }

  static List<SendSegmentsAs> modesWithFilters() {
    return Arrays.stream(SendSegmentsAs.values())
        .filter(mode -> !Markdown.codes(row(mode).cell(3)).isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("modesWithFilters")
  void fourthColumn_eachMode_matchesOnlyMembersOfTheAudience(SendSegmentsAs mode) {
    SegmentFilter filter = filter(row(mode).cell(3));
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, mode)) {
      Audience longerId = Audience.of(110345, "Longer Ids");
      AudienceUpdate other =
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-2"), longerId, PARISIANS);
      assertThat(forwarder.forward(List.of(SNAPSHOT, other)).accepted()).isEqualTo(2);
      assertThat(names(braze.profilesMatching(filter))).containsExactly("u-1");
    }
  }

  @Test
  void filters_trapsBelowTheTable_behaveAsDocumented() {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, SendSegmentsAs.SINGLE_AND_ARRAY)) {
      AudienceUpdate longerId =
          MembershipSnapshot.of(UserProfile.ofCustomerId("u-2"), Audience.of(110345));
      forwarder.forward(List.of(SNAPSHOT, longerId));
      String string = "SegmentMembership";
      assertThat(names(braze.profilesMatching(SegmentFilter.matchesRegex(string, "11034"))))
          .containsExactly("u-1", "u-2");
      assertThat(names(braze.profilesMatching(SegmentFilter.matchesRegex(string, "'11034'"))))
          .containsExactly("u-1");
      assertThat(braze.profilesMatching(SegmentFilter.equalTo(string, "'11034'"))).isEmpty();
      assertThat(braze.profilesMatching(SegmentFilter.includesValue(string, "11034"))).isEmpty();
      assertThat(
              braze.profilesMatching(
                  SegmentFilter.includesValue("SegmentMembershipArray", "'11034'")))
          .isEmpty();
    }
  }

  @Test
  void stringMode_thirtyThreeIdsOfFiveDigits_isTooLong() {
    try (FakeBraze braze = FakeBraze.start();
        AudienceForwarder forwarder = forwarder(braze, SendSegmentsAs.SINGLE_ATTRIBUTE)) {
      assertThat(forwarder.plan(List.of(memberOf(32))).outcomes()).isEmpty();
      assertThat(forwarder.plan(List.of(memberOf(33))).outcomes().get(0).reason())
          .contains(Reason.VALUE_TOO_LONG);
    }
  }

  private static AudienceUpdate memberOf(int audiences) {
    return MembershipSnapshot.of(
        USER, IntStream.range(10_000, 10_000 + audiences).mapToObj(Audience::of).toList());
  }

  private static AudienceForwarder forwarder(FakeBraze braze, SendSegmentsAs mode) {
    return AudienceForwarder.create(
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .sendSegmentsAs(mode)
            .build(),
        OkHttpBrazeTransport.create());
  }

  private static Markdown.Row row(SendSegmentsAs mode) {
    return TABLE.stream()
        .filter(row -> row.cell(0).equals("`" + mode + "`"))
        .findFirst()
        .orElseThrow();
  }

  private static SegmentFilter filter(String cell) {
    List<String> codes = Markdown.codes(cell);
    String attribute = codes.get(0);
    String value = codes.get(1);
    if (cell.contains("*matches regex*")) {
      return SegmentFilter.matchesRegex(attribute, value);
    }
    return cell.contains("*includes value*")
        ? SegmentFilter.includesValue(attribute, value)
        : SegmentFilter.equalTo(attribute, Boolean.parseBoolean(value));
  }

  private static List<String> names(List<BrazeProfile> profiles) {
    return profiles.stream().map(profile -> profile.externalId().orElseThrow()).toList();
  }
}
