package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Storage of values, names and types on a profile, with silent losses. */
class AttributeSemanticsTest extends AttributeFixture {
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
}
