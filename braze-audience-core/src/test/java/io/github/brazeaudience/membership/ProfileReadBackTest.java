package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the audiences that are derived from a profile that was read back. */
class ProfileReadBackTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UserProfile USER = UserProfile.ofCustomerId("u");
  private static final MembershipChange ENTERS =
      MembershipChange.of(USER, List.of(Audience.of(7, "Seven")), List.of());
  private static final String SINGLE = "SegmentMembership";
  private static final String ARRAY = "SegmentMembershipArray";
  private static final String REJECTED = "rejected";
  private static final String NOTHING = "nothing";
  private static final MembershipPolicy POLICY =
      MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK);

  private BrazeAudienceConfig config = builder(SINGLE_ATTRIBUTE).build();

  private static BrazeAudienceConfig.Builder builder(SendSegmentsAs mode) {
    return BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode);
  }

  private static MembershipChange leaves(long id) {
    return MembershipChange.of(USER, List.of(), List.of(Audience.of(id, "Left")));
  }

  private MembershipRules rules() {
    return MembershipRules.of(config, POLICY);
  }

  private List<UserAttributes> attributes(AudienceUpdate... updates) {
    PayloadBuilder payload = PayloadBuilder.of(config);
    return Arrays.stream(updates).map(update -> (UserAttributes) payload.build(update)).toList();
  }

  private static Map<String, Object> profile(@Nullable Object... namesAndValues) {
    Map<String, Object> profile = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        profile.put((String) namesAndValues[i], value);
      }
    }
    return profile;
  }

  /** Returns the record after a profile was read back for these updates. */
  private MembershipRecord learned(
      @Nullable MembershipRecord before, Map<String, ?> profile, AudienceUpdate... updates) {
    MembershipRecord record =
        rules().readBack(attributes(updates), profile, NOW).learned().orElseThrow().apply(before);
    return MembershipRecord.ofBytes(record.toBytes());
  }

  /** Returns the object written for changes of an unknown user with this profile. */
  private String written(@Nullable Map<String, ?> profile, AudienceUpdate... changes) {
    List<UserAttributes> updates = attributes(changes);
    assertThat(rules().decide(null, updates, NOW).needsReadBack()).isTrue();
    ReadBack read = rules().readBack(updates, profile, NOW);
    if (read.defect().isPresent()) {
      assertThat(read.learned()).isEmpty();
      return REJECTED;
    }
    MembershipRecord record = read.learned().orElseThrow().apply(null);
    MembershipDecision decision =
        rules().decide(MembershipRecord.ofBytes(record.toBytes()), updates, NOW);
    assertThat(decision.needsReadBack()).isFalse();
    if (decision.attributes().isEmpty()) {
      return NOTHING;
    }
    return encoded(decision);
  }

  private String encoded(MembershipDecision decision) {
    byte[] json = PayloadBuilder.of(config).encoder().encode(decision.attributes());
    return new String(json, StandardCharsets.UTF_8)
        .replace("{\"external_id\":\"u\",", "")
        .replace("}", "")
        .replace('"', '`');
  }

  private static String ids(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(id -> "'" + id + "'")
        .collect(Collectors.joining(","));
  }

  static List<Arguments> singles() {
    return List.of(
        Arguments.of("'11036','11034'", "`SegmentMembership`:`'11036','11034','7'`"),
        Arguments.of("'7'", NOTHING),
        Arguments.of("'8','7'", NOTHING),
        Arguments.of("", "`SegmentMembership`:`'7'`"),
        Arguments.of(null, "`SegmentMembership`:`'7'`"),
        Arguments.of("'9223372036854775807'", "`SegmentMembership`:`'9223372036854775807','7'`"),
        Arguments.of("'9223372036854775808'", REJECTED),
        Arguments.of("11036", REJECTED),
        Arguments.of("11036,11034", REJECTED),
        Arguments.of("'11036', '11034'", REJECTED),
        Arguments.of("'11036','11034", REJECTED),
        Arguments.of("'11036','1103", REJECTED),
        Arguments.of("'11036',", REJECTED),
        Arguments.of("'11036','11036'", REJECTED),
        Arguments.of("'011036'", REJECTED),
        Arguments.of("'0'", REJECTED),
        Arguments.of("'-1'", REJECTED),
        Arguments.of("'1e3'", REJECTED),
        Arguments.of("''", REJECTED),
        Arguments.of(" '1'", REJECTED),
        Arguments.of("'1'\n", REJECTED),
        Arguments.of("\"1\"", REJECTED),
        Arguments.of("'\u0661'", REJECTED), // a digit, but none of ours
        Arguments.of("gold", REJECTED),
        Arguments.of(ids(10_000, 31), "`SegmentMembership`:`" + ids(10_000, 31) + ",'7'`"),
        Arguments.of(ids(10_000, 32), REJECTED), // 255 characters: perhaps cut behind an id
        Arguments.of(true, REJECTED),
        Arguments.of(11036.0, REJECTED),
        Arguments.of(List.of("11036"), REJECTED),
        Arguments.of(Map.of("a", "b"), REJECTED));
  }

  @ParameterizedTest
  @MethodSource("singles")
  void readBack_stringAttribute_isAFullSetOnlyInTheExpectedFormat(
      @Nullable Object value, String written) {
    assertThat(written(profile(SINGLE, value), ENTERS)).isEqualTo(written);
  }

  static List<Arguments> both() {
    String seven = "`SegmentMembership`:`'7'`,`SegmentMembershipArray`:[`7`]";
    String three = "`SegmentMembership`:`'1','2','7'`,`SegmentMembershipArray`:[`1`,`2`,`7`]";
    List<String> longest = IntStream.range(0, 500).mapToObj(i -> "1" + i).toList();
    return List.of(
        Arguments.of("'1','2'", List.of("2", "1"), three),
        Arguments.of("'1','2'", null, three),
        Arguments.of(null, List.of("1", "2"), three),
        Arguments.of(null, null, seven),
        Arguments.of("", List.of(), seven),
        Arguments.of(null, List.of(), seven),
        Arguments.of("'1','2'", List.of("1"), REJECTED),
        Arguments.of("'1'", List.of("1", "2"), REJECTED),
        Arguments.of("", List.of("1"), REJECTED),
        Arguments.of("'1'", List.of(), REJECTED),
        Arguments.of("'1'", List.of(1.0), REJECTED),
        Arguments.of("'1'", "1", REJECTED),
        Arguments.of("'1'", List.of("1", "1"), REJECTED),
        Arguments.of("'1'", List.of("gold"), REJECTED),
        Arguments.of("gold", List.of("1"), REJECTED),
        Arguments.of("'1','2", List.of("1", "2"), REJECTED),
        Arguments.of(null, longest, REJECTED), // perhaps others were dropped
        Arguments.of("'7'", List.of("7"), NOTHING),
        Arguments.of("'7'", null, "`SegmentMembershipArray`:[`7`]"),
        Arguments.of(null, List.of("7"), "`SegmentMembership`:`'7'`"));
  }

  @ParameterizedTest
  @MethodSource("both")
  void readBack_stringAndArray_mustAgreeIfBothArePresent(
      @Nullable Object single, @Nullable Object array, String written) {
    config = builder(SINGLE_AND_ARRAY).build();

    assertThat(written(profile(SINGLE, single, ARRAY, array), ENTERS)).isEqualTo(written);
  }

  @Test
  void readBack_attributesOfOtherModes_areIgnored() {
    assertThat(written(profile(SINGLE, "'1'", ARRAY, List.of("2")), ENTERS))
        .isEqualTo("`SegmentMembership`:`'1','7'`");
  }

  @Test
  void readBack_defect_containsTheAttributeNameWithoutTheValue() {
    config = builder(SINGLE_AND_ARRAY).build();
    List<UserAttributes> updates = attributes(ENTERS);

    assertThat(
            rules()
                .readBack(updates, profile(SINGLE, "'1','98765'", ARRAY, List.of("1")), NOW)
                .defect())
        .hasValueSatisfying(
            defect -> assertThat(defect).contains(SINGLE, ARRAY).doesNotContain("98765"));
    assertThat(rules().readBack(updates, profile(ARRAY, "98765"), NOW).toString())
        .contains(ARRAY)
        .doesNotContain("98765");
    assertThat(rules().readBack(updates, profile(SINGLE, "'98765'"), NOW).toString())
        .doesNotContain("98765");
  }

  @Test
  void readBack_noProfile_isInNoAudience() {
    assertThat(written(null, ENTERS)).isEqualTo("`SegmentMembership`:`'7'`");
    assertThat(written(null, leaves(9))).isEqualTo(NOTHING);
  }

  @Test
  void readBack_emptyInAnotherFormat_isWrittenInTheConfiguredFormat() {
    config = builder(SINGLE_ATTRIBUTE).emptyMembership(EmptyMembership.EMPTY).build();

    assertThat(written(profile(), leaves(9))).isEqualTo("`SegmentMembership`:``");
    assertThat(written(profile(SINGLE, ""), leaves(9))).isEqualTo(NOTHING);
    assertThat(written(profile(SINGLE, "'9'"), leaves(9))).isEqualTo("`SegmentMembership`:``");
  }

  static List<Arguments> flags() {
    return List.of(
        Arguments.of(PerSegmentValue.BOOLEAN, true, NOTHING),
        Arguments.of(PerSegmentValue.BOOLEAN, false, "`In Seven`:true"),
        Arguments.of(PerSegmentValue.BOOLEAN, null, "`In Seven`:true"),
        Arguments.of(PerSegmentValue.BOOLEAN, "true", "`In Seven`:true"),
        Arguments.of(PerSegmentValue.BOOLEAN, "yes", "`In Seven`:true"),
        Arguments.of(PerSegmentValue.BOOLEAN, 1.0, "`In Seven`:true"),
        Arguments.of(PerSegmentValue.STRING, "true", NOTHING),
        Arguments.of(PerSegmentValue.STRING, "false", "`In Seven`:`true`"),
        Arguments.of(PerSegmentValue.STRING, true, "`In Seven`:`true`"));
  }

  @ParameterizedTest
  @MethodSource("flags")
  void readBack_attributePerSegment_isNotWrittenAgainIfEqual(
      PerSegmentValue kind, @Nullable Object value, String written) {
    config = builder(SINGLE_AND_PER_SEGMENT).perSegmentValue(kind).build();

    assertThat(written(profile(SINGLE, "'7'", "In Seven", value), ENTERS)).isEqualTo(written);
  }

  @Test
  void readBack_attributesPerSegmentOfOtherAudiences_areLeftOut() {
    config = builder(SINGLE_AND_PER_SEGMENT).build();

    assertThat(written(profile(SINGLE, "'7','8'", "In Eight", true), ENTERS))
        .isEqualTo("`In Seven`:true");
  }

  @Test
  void readBack_severalChanges_areAppliedToTheProfile() {
    assertThat(written(profile(SINGLE, "'1','2'"), ENTERS, leaves(1), ENTERS))
        .isEqualTo("`SegmentMembership`:`'2','7'`");
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void decide_unknownUser_isReadBackIfTheFullSetIsNeeded(SendSegmentsAs mode) {
    config = builder(mode).build();

    assertThat(rules().decide(null, attributes(ENTERS), NOW).needsReadBack())
        .isEqualTo(mode.single());
  }

  @ParameterizedTest
  @EnumSource(value = UnknownUsers.class, mode = EnumSource.Mode.EXCLUDE, names = "READ_BACK")
  void decide_otherPolicies_readNothingBack(UnknownUsers unknown) {
    MembershipPolicy policy = MembershipPolicy.defaults().withUnknownUsers(unknown);

    assertThat(
            MembershipRules.of(config, policy)
                .decide(null, attributes(ENTERS), NOW)
                .needsReadBack())
        .isFalse();
  }

  /** Returns a record with a pending snapshot. */
  private MembershipRecord snapshotted(boolean accepted) {
    MembershipDecision decision =
        rules().decide(null, attributes(MembershipSnapshot.of(USER, Audience.of(1))), NOW);
    MembershipRecord doubtful = decision.markPending().apply(null);
    return accepted ? decision.accepted(true).apply(doubtful) : doubtful;
  }

  @Test
  void decide_snapshotBeforeTheChange_isNotReadBack() {
    AudienceUpdate snapshot = MembershipSnapshot.of(USER, Audience.of(1));

    assertThat(rules().decide(null, attributes(snapshot, ENTERS), NOW).needsReadBack()).isFalse();
    assertThat(rules().decide(null, attributes(ENTERS, snapshot), NOW).needsReadBack()).isTrue();
  }

  @Test
  void decide_pendingUser_isNotReadBack() {
    assertThat(rules().decide(snapshotted(false), attributes(ENTERS), NOW).needsReadBack())
        .isFalse();
  }

  @Test
  void readBack_recordPendingOrFullInTheMeantime_isKept() {
    for (boolean accepted : new boolean[] {true, false}) {
      MembershipRecord meanwhile = snapshotted(accepted);

      assertThat(learned(meanwhile, profile(SINGLE, "'2'"), ENTERS)).isEqualTo(meanwhile);
    }
  }

  @Test
  void readBack_partlyKnownUser_isFullyKnownAfterwards() {
    config = builder(ARRAY_AND_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_ARRAY_AND_PER_SEGMENT).build();
    List<UserAttributes> updates = attributes(leaves(9));
    assertThat(rules().decide(partly, updates, NOW).needsReadBack()).isTrue();

    MembershipRecord known = learned(partly, profile(ARRAY, List.of("9", "7")), leaves(9));

    UserAttributes written = rules().decide(known, updates, NOW).attributes();
    assertThat(written.fullSet()).containsExactly(7L);
    assertThat(written.flags().keySet()).containsExactly("In Left");
    assertThat(rules().decide(known, attributes(ENTERS), NOW).attributes().flags())
        .as("known flags of other audiences")
        .isEmpty();
  }

  @Test
  void readBack_partlyKnownUser_appliesAcceptedChangesToTheProfile() {
    config = builder(ONE_ATTRIBUTE_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS, leaves(9)), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_PER_SEGMENT).build();

    MembershipRecord known = learned(partly, profile(SINGLE, "'8','9'"), leaves(1));

    assertThat(rules().decide(known, attributes(leaves(1)), NOW).attributes().fullSet())
        .containsExactly(8L, 7L);
  }

  @ParameterizedTest
  @CsvSource({"2, 3, true", "3, 3, false", "4, 3, false", "499, 500, true", "500, 500, false"})
  void readBack_arrayWithTheConfiguredLength_mayBeTruncated(
      int elements, int maxLength, boolean known) {
    config = builder(ARRAY_ATTRIBUTE).arrayMaxLength(maxLength).build();
    List<String> ids = IntStream.range(0, elements).mapToObj(i -> "1" + i).toList();

    ReadBack read = rules().readBack(attributes(ENTERS), profile(ARRAY, ids), NOW);

    assertThat(read.defect().isEmpty()).isEqualTo(known);
  }

  @Test
  void readBack_attributeOwnedByAnotherAudience_keepsItsOwner() {
    config = builder(ONE_ATTRIBUTE_PER_SEGMENT).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_AND_PER_SEGMENT).build();
    MembershipChange late = MembershipChange.of(USER, List.of(), List.of(Audience.of(3, "Seven")));

    MembershipRecord known = learned(partly, profile(SINGLE, "'7'", "In Seven", true), late);

    assertThat(rules().decide(known, attributes(late), NOW).attributes().flags()).isEmpty();
    assertThat(rules().otherOwner(known, Audience.of(3, "Seven"))).hasValue(7);
  }

  @Test
  void readBack_attributeWithoutAnAcceptedClaim_isOwnedByNoAudience() {
    config = builder(SINGLE_AND_PER_SEGMENT).build();
    MembershipRecord known = learned(null, profile(SINGLE, "'8'", "In Seven", true), ENTERS);

    assertThat(rules().otherOwner(known, Audience.of(3, "Seven"))).isEmpty();
    assertThat(rules().holds(known, 7)).isFalse();
    assertThat(
            rules()
                .decide(
                    known, attributes(MembershipSnapshot.of(USER, Audience.of(8, "Eight"))), NOW)
                .attributes()
                .flags()
                .keySet())
        .containsExactly("In Eight");
  }

  /** The known elements of the array are kept when only the string is read. */
  @Test
  void readBack_modeWithoutTheArray_keepsTheKnownElements() {
    config = builder(ARRAY_ATTRIBUTE).build();
    MembershipDecision first = rules().decide(null, attributes(ENTERS), NOW);
    MembershipRecord partly = first.accepted(true).apply(first.markPending().apply(null));
    config = builder(SINGLE_ATTRIBUTE).build();

    MembershipRecord known = learned(partly, profile(), leaves(9));
    AudienceUpdate retired = AudienceRetirement.of("u", 7);

    assertThat(rules().holds(known, 7)).isTrue();
    assertThat(encoded(rules().decide(known, attributes(retired), NOW)))
        .isEqualTo("`SegmentMembershipArray`:null");
  }

  @Test
  void readBack_maxAge_startsAtTheReadBack() {
    MembershipRules aging = MembershipRules.of(config, POLICY.withMaxAge(Duration.ofHours(1)));
    MembershipRecord record = learned(null, profile(SINGLE, "'7'"), ENTERS);
    List<UserAttributes> updates = attributes(ENTERS);

    assertThat(aging.decide(record, updates, NOW.plusSeconds(3_599)).attributes().isEmpty())
        .isTrue();
    assertThat(aging.decide(record, updates, NOW.plusSeconds(3_600)).attributes().isEmpty())
        .isFalse();
  }
}
