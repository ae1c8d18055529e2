package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Storage of values, names, arrays and types on a profile, with silent losses. */
class AttributeSemanticsTest {
  private final FakeBraze braze =
      FakeBraze.builder().attribute(AttributeDefinition.automatic("Secret").blocklisted()).start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  private void write(String members) {
    client.accepted("{\"external_id\":\"u\"," + members + "}");
  }

  private Map<String, Object> attributes() {
    return braze.profile("u").orElseThrow().attributes();
  }

  private void assertLosses(Map<SilentLoss, Integer> losses) {
    assertThat(braze.silentLosses().byKind()).isEqualTo(losses);
    assertThat(braze.silentLosses().total())
        .isEqualTo(losses.values().stream().mapToInt(Integer::intValue).sum());
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("\"text\"", "text"),
        arguments("\"\"", ""),
        arguments("\"1\"", "1"),
        arguments("1", 1L),
        arguments("-7", -7L),
        arguments("1.5", 1.5),
        arguments("1e2", 100.0),
        arguments("true", true),
        arguments("false", false),
        arguments("\"true\"", "true"),
        arguments("[]", List.of()),
        arguments("[\"b\",\"a\"]", List.of("b", "a")),
        arguments("[1,\"1\"]", List.of(1L, "1")),
        arguments("[\"h\",\"h\",\"h\",\"p\"]", List.of("h", "p")),
        arguments("{\"k\":\"v\"}", Map.of("k", "v")),
        arguments("{\"inc\":2}", 2L),
        arguments("[{\"k\":1},{\"k\":2}]", List.of(Map.of("k", 1L), Map.of("k", 2L))),
        arguments("\"\\u00e9\\ud83d\\ude00\"", "é😀"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void write_value_keepsItsType(String json, Object value) {
    write("\"a\":" + json);

    assertThat(attributes()).isEqualTo(Map.of("a", value));
    assertLosses(Map.of());
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        arguments("{\"add\":[\"d\"]}", List.of("a", "b", "c", "d")),
        arguments("{\"add\":[\"a\"]}", List.of("b", "c", "a")),
        arguments("{\"add\":[\"d\",\"b\",\"d\"]}", List.of("a", "c", "d", "b")),
        arguments("{\"remove\":[\"b\"]}", List.of("a", "c")),
        arguments("{\"remove\":[\"x\"]}", List.of("a", "b", "c")),
        arguments("{\"remove\":[\"B\"]}", List.of("a", "b", "c")),
        arguments("{\"remove\":[\"a\",\"b\",\"c\"]}", List.of()),
        arguments("{\"add\":[\"d\"],\"remove\":[\"a\"]}", List.of("b", "c", "d")),
        arguments("{\"remove\":[\"a\"],\"add\":[\"d\"]}", List.of("b", "c", "d")),
        arguments("{\"add\":[\"a\"],\"remove\":[\"a\"]}", List.of("b", "c", "a")),
        arguments("{\"add\":[]}", List.of("a", "b", "c")),
        arguments("[\"z\"]", List.of("z")),
        arguments("[]", List.of()));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void write_arrayChange_updatesTheArray(String json, List<String> after) {
    write("\"a\":[\"a\",\"b\",\"c\"]");

    write("\"a\":" + json);

    assertThat(attributes()).isEqualTo(Map.of("a", after));
    assertLosses(Map.of());
  }

  @Test
  void write_addOrRemoveOnMissingAttribute_createsArrayOnlyForAdd() {
    write("\"a\":{\"add\":[\"x\"],\"remove\":[\"y\"]},\"b\":{\"remove\":[\"y\"]}");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
  }

  @Test
  void write_null_removesTheAttributeAndEmptyStringDoesNot() {
    write("\"a\":\"x\",\"b\":\"x\",\"c\":[\"x\"],\"d\":true");

    write("\"a\":null,\"b\":\"\",\"c\":null,\"d\":null,\"never\":null");

    assertThat(attributes()).isEqualTo(Map.of("b", ""));
    assertLosses(Map.of());
  }

  @Test
  void write_inc_incrementsTheNumber() {
    write("\"a\":1,\"b\":1");
    write("\"a\":{\"inc\":-3},\"b\":{\"inc\":0.5}");

    assertThat(attributes()).isEqualTo(Map.of("a", -2L, "b", 1.5));
  }

  @Test
  void write_stringOver255CodePoints_isLost() {
    String longest = "😀".repeat(255);
    write("\"a\":\"" + longest + "\"");

    write("\"a\":\"" + longest + "x\"");

    assertThat(attributes()).isEqualTo(Map.of("a", longest));
    assertLosses(Map.of(SilentLoss.STRING_TOO_LONG, 1));
  }

  private static String elements(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void write_moreThan500Elements_dropsTheOldest() {
    write("\"a\":" + elements(0, 500));
    assertLosses(Map.of());

    write("\"a\":{\"add\":" + elements(500, 503) + "}");

    List<?> array = (List<?>) attributes().get("a");
    assertThat(array).hasSize(500);
    assertThat(array.get(0)).isEqualTo("3");
    assertThat(array.get(499)).isEqualTo("502");
    assertLosses(Map.of(SilentLoss.ARRAY_ELEMENT_DROPPED, 3));
  }

  @Test
  void write_attributeWithItsOwnLength_dropsTheOldestOnlyThere() {
    AttributeDefinition two =
        AttributeDefinition.of("a", AttributeType.ARRAY).withMaxArrayLength(2);
    try (FakeBraze own = FakeBraze.builder().longestArray(3).attribute(two).start()) {
      new TrackClient(own)
          .accepted(
              "{\"external_id\":\"u\",\"a\":%s,\"b\":%s}"
                  .formatted(elements(0, 4), elements(0, 4)));

      Map<String, Object> written = own.profile("u").orElseThrow().attributes();
      assertThat(written.get("a")).isEqualTo(List.of("2", "3"));
      assertThat(written.get("b")).isEqualTo(List.of("1", "2", "3"));
    }
  }

  @Test
  void write_addAndRemoveAtArrayLimit_dropsNothing() {
    write("\"a\":" + elements(0, 500));

    write("\"a\":{\"add\":[\"500\"],\"remove\":[\"0\"]}");

    assertThat((List<?>) attributes().get("a")).hasSize(500);
    assertLosses(Map.of());
  }

  @Test
  void write_arrayWithNull_dropsTheNull() {
    write("\"a\":[\"x\",null]");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
    assertLosses(Map.of(SilentLoss.NULL_ELEMENT, 1));
  }

  @Test
  void write_arrayOver100Kilobytes_isLost() {
    write("\"a\":[\"x\"]");
    String large =
        IntStream.range(0, 500)
            .mapToObj(i -> String.format(Locale.ROOT, "\"%0200d\"", i))
            .collect(Collectors.joining(","));

    write("\"a\":[" + large + "]");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
    assertLosses(Map.of(SilentLoss.VALUE_TOO_LARGE, 1));
  }

  static Stream<Arguments> mismatches() {
    return Stream.of(
        arguments("\"text\"", "true", "text"),
        arguments("\"text\"", "[\"text\"]", "text"),
        arguments("true", "\"true\"", true),
        arguments("true", "1", true),
        arguments("1", "\"1\"", 1L),
        arguments("[\"x\"]", "\"x\"", List.of("x")),
        arguments("\"text\"", "{\"add\":[\"x\"]}", "text"),
        arguments("\"text\"", "{\"inc\":1}", "text"));
  }

  @ParameterizedTest
  @MethodSource("mismatches")
  void write_typeOtherThanTheFirst_isLost(String first, String second, Object kept) {
    write("\"a\":" + first);

    write("\"a\":" + second);

    assertThat(attributes()).isEqualTo(Map.of("a", kept));
    assertLosses(Map.of(SilentLoss.TYPE_MISMATCH, 1));
  }

  @Test
  void write_typeOtherThanTheFirstOnOtherProfileOrAfterNull_isLost() {
    write("\"a\":\"x\"");
    write("\"a\":null");

    write("\"a\":true");
    client.accepted("{\"external_id\":\"v\",\"a\":1}");

    assertThat(attributes()).isEmpty();
    assertThat(braze.profile("v").orElseThrow().attributes()).isEmpty();
    assertLosses(Map.of(SilentLoss.TYPE_MISMATCH, 2));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("a", "a", Map.of()),
        arguments(" In Possible Parisians ", "In Possible Parisians", Map.of()),
        arguments("x".repeat(255), "x".repeat(255), Map.of()),
        arguments("x".repeat(256), "x".repeat(255), Map.of(SilentLoss.NAME_CUT, 1)),
        arguments("é".repeat(239), "é".repeat(239), Map.of()),
        arguments("é".repeat(239) + "x", "é".repeat(239) + "x", Map.of()),
        arguments("é".repeat(240), "é".repeat(239), Map.of(SilentLoss.NAME_CUT, 1)),
        arguments("😀".repeat(120), "😀".repeat(119), Map.of(SilentLoss.NAME_CUT, 1)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void write_name_isStrippedAndTruncated(
      String sent, String stored, Map<SilentLoss, Integer> losses) {
    write("\"" + sent + "\":true");

    assertThat(attributes()).isEqualTo(Map.of(stored, true));
    assertLosses(losses);
  }

  @Test
  void write_namesInOtherCase_areDifferentAttributes() {
    write("\"Plan\":\"a\",\"plan\":\"b\"");

    assertThat(attributes()).isEqualTo(Map.of("Plan", "a", "plan", "b"));
  }

  @Test
  void write_namesEqualAfterStripping_keepsTheLastAndCountsTheLoss() {
    write("\"In A\":true,\"In A \":false");

    assertThat(attributes()).isEqualTo(Map.of("In A", false));
    assertLosses(Map.of(SilentLoss.NAME_COLLISION, 1));
  }

  @Test
  void write_duplicateMember_keepsTheLastAndCountsTheLoss() {
    write("\"a\":\"x\",\"a\":\"y\"");

    assertThat(attributes()).isEqualTo(Map.of("a", "y"));
    assertLosses(Map.of(SilentLoss.DUPLICATE_KEY, 1));
  }

  @Test
  void write_blankAndBlocklistedNames_areIgnored() {
    write("\" \":true,\"Secret\":\"x\",\"a\":1");

    assertThat(attributes()).isEqualTo(Map.of("a", 1L));
    assertLosses(Map.of(SilentLoss.NAME_BLANK, 1, SilentLoss.BLOCKLISTED_ATTRIBUTE, 1));
    assertThat(braze.silentLosses().count(SilentLoss.NAME_BLANK)).isEqualTo(1);
    assertThat(braze.silentLosses().count(SilentLoss.NAME_CUT)).isZero();
  }

  @Test
  void write_standardAttributes_areNotCustomAttributes() {
    write("\"first_name\":\"Ada\",\"email\":\"a@example.com\",\"Email\":\"x\"");

    BrazeProfile profile = braze.profile("u").orElseThrow();
    assertThat(profile.standardAttribute("first_name")).hasValue("Ada");
    assertThat(profile.email()).hasValue("a@example.com");
    assertThat(profile.attributes()).isEqualTo(Map.of("Email", "x"));
  }

  static Stream<Arguments> dataPoints() {
    return Stream.of(
        arguments("\"a\":\"x\"", 1),
        arguments("\"a\":null", 1),
        arguments("\"a\":\"x\",\"In B\":false", 2),
        arguments("\"a\":[\"x\",\"y\",\"z\"]", 1),
        arguments("\"a\":{\"add\":[\"x\",\"y\"],\"remove\":[\"z\"]}", 3),
        arguments("\"a\":{\"k\":1,\"l\":{\"m\":2,\"n\":3}}", 3),
        arguments("\"email\":\"u@example.com\"", 1),
        arguments("\"_update_existing_only\":false", 0),
        arguments("\"push_tokens\":[{\"app_id\":\"p\",\"token\":\"t\"}]", 0),
        arguments("\"email_subscribe\":\"opted_in\",\"Secret\":1", 0));
  }

  @ParameterizedTest
  @MethodSource("dataPoints")
  void write_object_costsDataPoints(String members, long points) {
    write(members);

    assertThat(braze.dataPoints()).isEqualTo(points);
  }

  @Test
  void write_unchangedValue_costsDataPointsAgain() {
    write("\"a\":\"x\"");
    write("\"a\":\"x\"");

    assertThat(braze.dataPoints()).isEqualTo(2);
  }
}
