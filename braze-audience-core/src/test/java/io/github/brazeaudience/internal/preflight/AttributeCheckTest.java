package io.github.brazeaudience.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.preflight.WrittenAttribute.Content;
import io.github.brazeaudience.internal.wire.CustomAttribute;
import io.github.brazeaudience.preflight.PreflightFinding;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which attributes accept the written values, by their type, status and length. */
class AttributeCheckTest {
  private static Optional<PreflightFinding> check(
      Content content, String dataType, String status, int arrayLength) {
    CustomAttribute present =
        new CustomAttribute(
            "A",
            Optional.ofNullable(dataType),
            arrayLength < 0 ? OptionalInt.empty() : OptionalInt.of(arrayLength),
            Optional.ofNullable(status));
    return AttributeCheck.check(new WrittenAttribute("A", content, 100), present);
  }

  @ParameterizedTest
  @CsvSource({
    "String, '', ERROR, ERROR, ''",
    "String (Automatically Detected), '', ERROR, ERROR, ''",
    "string, '', ERROR, ERROR, ''",
    "Boolean, ERROR, ERROR, '', ''",
    "Boolean (Automatically Detected), ERROR, ERROR, '', WARNING",
    "Number, ERROR, ERROR, ERROR, ERROR",
    "Number (Automatically Detected), ERROR, ERROR, ERROR, ERROR",
    "Time, ERROR, ERROR, ERROR, ERROR",
    "Array, ERROR, '', ERROR, ERROR",
    "Array (Automatically Detected), ERROR, '', ERROR, ERROR",
    "Object, ERROR, ERROR, ERROR, ERROR",
    "Object Array, ERROR, ERROR, ERROR, ERROR",
    "Array of Objects, ERROR, ERROR, ERROR, ERROR",
    ", '', '', '', ''",
    "Automatically Detected, '', '', '', ''"
  })
  void check_type_isMismatchUnlessBrazeTakesTheValue(
      String dataType, String idString, String idArray, String flag, String flagString) {
    assertThat(severity(Content.ID_STRING, dataType)).isEqualTo(idString);
    assertThat(severity(Content.ID_ARRAY, dataType)).isEqualTo(idArray);
    assertThat(severity(Content.BOOLEAN, dataType)).isEqualTo(flag);
    assertThat(severity(Content.BOOLEAN_STRING, dataType)).isEqualTo(flagString);
  }

  private static String severity(Content content, String dataType) {
    Optional<PreflightFinding> finding = check(content, dataType, "Active", 500);
    finding.ifPresent(it -> assertThat(it.code().name()).isEqualTo("ATTRIBUTE_TYPE_MISMATCH"));
    return finding.map(it -> it.severity().name()).orElse("");
  }

  @Test
  void check_mismatch_messageHasBothTypesAndTheFix() {
    assertThat(check(Content.BOOLEAN, "String", "Active", -1).orElseThrow())
        .hasToString(
            "ERROR ATTRIBUTE_TYPE_MISMATCH A: has the data type String, but a Boolean is written,"
                + " which Braze ignores; select the data type Boolean under Data Settings > Custom"
                + " Attributes, or write strings (`perSegmentValue`), or write another attribute");
  }

  @ParameterizedTest
  @CsvSource({
    "99, ERROR, ARRAY_LENGTH_TOO_SMALL",
    "0, ERROR, ARRAY_LENGTH_TOO_SMALL",
    "100, '', ''",
    "500, '', ''",
    "-1, WARNING, TYPES_NOT_CHECKED"
  })
  void check_arrayLength_isComparedWithConfiguredMaximum(int length, String severity, String code) {
    Optional<PreflightFinding> finding = check(Content.ID_ARRAY, "Array", "Active", length);

    assertThat(finding.map(it -> it.severity().name()).orElse("")).isEqualTo(severity);
    assertThat(finding.map(it -> it.code().name()).orElse("")).isEqualTo(code);
  }

  @Test
  void check_arrayTooShort_messageHasBothLengths() {
    assertThat(check(Content.ID_ARRAY, "Array", "Active", 25).orElseThrow().message())
        .isEqualTo(
            "has the Max length 25, but up to 100 ids are written, and Braze drops the oldest"
                + " beyond its maximum; raise the Max length under Data Settings > Custom"
                + " Attributes, or set `arrayMaxLength` (--array-max-length) to 25");
  }

  /** `arrayMaxLength` is at least 1. */
  @Test
  void check_arrayOfLength0_doesNotSuggestThatLength() {
    assertThat(check(Content.ID_ARRAY, "Array", "Active", 0).orElseThrow().message())
        .endsWith("raise the Max length under Data Settings > Custom Attributes");
  }

  @ParameterizedTest
  @CsvSource({
    "Blocklisted, String, ERROR ATTRIBUTE_BLOCKLISTED",
    "blocklisted, Number, ERROR ATTRIBUTE_BLOCKLISTED",
    "Active, String, ''",
    "active, String, ''",
    ", String, ''",
    "Trashed, String, WARNING TYPES_NOT_CHECKED",
    "Active, Hologram, WARNING TYPES_NOT_CHECKED"
  })
  void check_statusOrUnknownType_isFound(String status, String dataType, String expected) {
    assertThat(
            check(Content.ID_STRING, dataType, status, -1)
                .map(it -> it.severity() + " " + it.code())
                .orElse(""))
        .isEqualTo(expected);
  }

  @Test
  void check_longTextOfSeveralLines_isShortenedToOneLine() {
    assertThat(check(Content.ID_STRING, "x\ny" + "z".repeat(1_000), "Active", -1).orElseThrow())
        .asString()
        .contains("\"x yzzz")
        .hasSizeLessThan(250);
  }

  @Test
  void check_typeWithFormatCharacters_isQuotedAsItIs() {
    assertThat(check(Content.ID_STRING, "%d%n", "Active", -1).orElseThrow().message())
        .contains("has the data type \"%d%n\", which is not known");
  }
}
