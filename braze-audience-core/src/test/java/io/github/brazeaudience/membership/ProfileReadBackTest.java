package io.github.brazeaudience.membership;

import static io.github.brazeaudience.config.SendSegmentsAs.ARRAY_ATTRIBUTE;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_ARRAY;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.payload.UserAttributes;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the audiences that are derived from the attributes of a profile that was read back. */
class ProfileReadBackTest extends ProfileReadBackFixture {
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

  @ParameterizedTest
  @CsvSource({"2, 3, true", "3, 3, false", "4, 3, false", "499, 500, true", "500, 500, false"})
  void readBack_arrayWithTheConfiguredLength_mayBeTruncated(
      int elements, int maxLength, boolean known) {
    config = builder(ARRAY_ATTRIBUTE).arrayMaxLength(maxLength).build();
    List<String> ids = IntStream.range(0, elements).mapToObj(i -> "1" + i).toList();

    ReadBack read = rules().readBack(attributes(ENTERS), profile(ARRAY, ids), NOW);

    assertThat(read.defect().isEmpty()).isEqualTo(known);
  }
}
