package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversion of values to the types of defined attributes, and their maximum array length. */
class AttributeTypesTest {
  private static void write(FakeBraze braze, String value) {
    new TrackClient(braze).accepted("{\"external_id\":\"u\",\"a\":" + value + "}");
  }

  private static Object stored(FakeBraze braze) {
    return braze.profile("u").orElseThrow().attribute("a").orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BOOLEAN | true | java.lang.Boolean | true",
        "BOOLEAN | \"true\" | java.lang.Boolean | true",
        "BOOLEAN | \"TRUE\" | java.lang.Boolean | true",
        "BOOLEAN | \"T\" | java.lang.Boolean | true",
        "BOOLEAN | \"1\" | java.lang.Boolean | true",
        "BOOLEAN | 1 | java.lang.Boolean | true",
        "BOOLEAN | \"False\" | java.lang.Boolean | false",
        "BOOLEAN | \"f\" | java.lang.Boolean | false",
        "BOOLEAN | \"0\" | java.lang.Boolean | false",
        "BOOLEAN | 0 | java.lang.Boolean | false",
        "NUMBER | 7 | java.lang.Long | 7",
        "NUMBER | \"7\" | java.lang.Long | 7",
        "NUMBER | \"-7.5\" | java.lang.Double | -7.5",
        "NUMBER | \"1e3\" | java.lang.Double | 1000.0",
        "STRING | \"x\" | java.lang.String | x",
        "STRING | 7 | java.lang.String | 7",
        "STRING | 7.5 | java.lang.String | 7.5",
        "TIME | \"2026-09-02\" | java.lang.String | 2026-09-02",
        "TIME | \"2026-09-02T10:00\" | java.lang.String | 2026-09-02T10:00",
        "TIME | \"2026-09-02T10:00:00Z\" | java.lang.String | 2026-09-02T10:00:00Z",
        "TIME | \"2026-09-02T10:00:00.123+02:00\" | java.lang.String | 2026-09-02T10:00:00.123+02:00",
        "OBJECT_ARRAY | [{\"k\":1}] | java.util.List | [{k=1}]",
        "OBJECT_ARRAY | [] | java.util.List | []",
        "ARRAY | [\"x\",1] | java.util.List | [x, 1]",
        "ARRAY | [] | java.util.List | []",
        "OBJECT | {\"k\":1} | java.util.Map | {k=1}",
      })
  void write_chosenType_convertsTheValue(
      AttributeType type, String json, Class<?> javaType, String text) {
    try (FakeBraze braze =
        FakeBraze.builder().attribute(AttributeDefinition.of("a", type)).start()) {
      write(braze, json);

      assertThat(stored(braze)).isInstanceOf(javaType).hasToString(text);
      assertThat(braze.silentLosses().total()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BOOLEAN | \"yes\"",
        "BOOLEAN | \"\"",
        "BOOLEAN | 2",
        "BOOLEAN | [true]",
        "NUMBER | \"seven\"",
        "NUMBER | \"\"",
        "NUMBER | \" 7\"",
        "NUMBER | \"1e999\"",
        "NUMBER | true",
        "STRING | true",
        "STRING | [\"x\"]",
        "TIME | \"yesterday\"",
        "TIME | 1788343203",
        "ARRAY | \"x\"",
        "ARRAY | [{}]",
        "OBJECT | [{}]",
        "OBJECT_ARRAY | [\"x\"]",
      })
  void write_valueThatCannotBeConverted_isLost(AttributeType type, String json) {
    try (FakeBraze braze =
        FakeBraze.builder().attribute(AttributeDefinition.of("a", type)).start()) {
      write(braze, json);

      assertThat(stored(braze)).isEqualTo("nothing");
      assertThat(braze.silentLosses().byKind()).isEqualTo(Map.of(SilentLoss.TYPE_MISMATCH, 1));
    }
  }

  @Test
  void write_detectedType_convertsNothing() {
    AttributeDefinition detected = AttributeDefinition.automatic("a", AttributeType.BOOLEAN);
    try (FakeBraze braze = FakeBraze.builder().attribute(detected).start()) {
      write(braze, "\"true\"");
      assertThat(stored(braze)).isEqualTo("nothing");

      write(braze, "true");
      assertThat(stored(braze)).isEqualTo(true);
      assertThat(braze.silentLosses().byKind()).isEqualTo(Map.of(SilentLoss.TYPE_MISMATCH, 1));
    }
  }

  @Test
  void write_stringTooLongForChosenType_isLost() {
    AttributeDefinition string = AttributeDefinition.of("a", AttributeType.STRING);
    try (FakeBraze braze = FakeBraze.builder().attribute(string).start()) {
      write(braze, "\"" + "x".repeat(256) + "\"");

      assertThat(braze.silentLosses().byKind()).isEqualTo(Map.of(SilentLoss.STRING_TOO_LONG, 1));
    }
  }

  @Test
  void write_arrayToAttributeOfOtherType_countsNoDroppedElement() {
    AttributeDefinition string = AttributeDefinition.of("a", AttributeType.STRING);
    try (FakeBraze braze = FakeBraze.builder().longestArray(1).attribute(string).start()) {
      write(braze, "[\"x\",\"y\",null]");

      assertThat(braze.silentLosses().byKind()).isEqualTo(Map.of(SilentLoss.TYPE_MISMATCH, 1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2 | [\"3\",\"4\"] | 1",
        "3 | [\"2\",\"3\",\"4\"] | 0",
        "0 | [] | 4",
      })
  void write_addBeyondTheMaximum_dropsTheOldest(int max, String left, int lost) {
    AttributeDefinition array =
        AttributeDefinition.of("a", AttributeType.ARRAY).withMaxArrayLength(max);
    try (FakeBraze braze = FakeBraze.builder().attribute(array).start()) {
      write(braze, "[\"1\",\"2\"]");
      write(braze, "{\"add\":[\"3\",\"4\"],\"remove\":[\"1\"]}");

      assertThat(((List<?>) stored(braze)).stream().map(element -> "\"" + element + "\"").toList())
          .hasToString("[" + left.substring(1, left.length() - 1).replace(",", ", ") + "]");
      assertThat(braze.silentLosses().count(SilentLoss.ARRAY_ELEMENT_DROPPED)).isEqualTo(lost);
    }
  }
}
