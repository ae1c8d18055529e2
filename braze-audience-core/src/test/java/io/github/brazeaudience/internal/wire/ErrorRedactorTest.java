package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that Braze's error texts are kept and the values in them are redacted. */
class ErrorRedactorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BAD_PUSH_TOKEN_VALUE",
        "EXTERNAL_USER_ID_TOO_LARGE",
        "'external_id' must be fewer than 988 bytes",
        "The value provided for the 'email' field is not a valid email.",
        "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required",
        "Valid data must be provided in the 'attributes', 'events', or 'purchases' fields.",
        "The user's data isn't valid",
      })
  void redacted_nothingPersonal_isUnchanged(String text) {
    assertThat(ErrorRedactor.redact(text, List.of("jane", "7", "of"))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id 'Jane' is bad                 | id ... is bad",
        "id \"Jane Doe\" is bad           | id ... is bad",
        "The user's id 'Jane' isn't good  | The user's id ... isn't good",
        "name 'O'Brien' is bad            | name ... is bad",
        "value 'Jane Doe of no end        | value ...",
        "value \"Jane Doe of no end       | value ...",
        "mail j@example.com is bad        | mail ... is bad",
        "phone +49 123456 is bad          | phone +49 ... is bad",
        "{\"alias_name\"=>\"Jane\"}       | {'alias_name'=>...}",
      })
  void redacted_valuesOfUnknownUsers_areRemoved(String text, String expected) {
    assertThat(ErrorRedactor.redact(text, List.of())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user u-1 is invalid              | user ... is invalid",
        "user u-1                         | user ...",
        "user:u-1.                        | user:....",
        "user U-1 is invalid              | user ... is invalid",
        "user <Jane Doe> is invalid       | user <...> is invalid",
        "uid_jane doe_x                   | uid_..._x",
        "988 of u-1                       | 988 of ...",
      })
  void redacted_valuesOfTheUser_areRemovedUnquotedToo(String text, String expected) {
    assertThat(ErrorRedactor.redact(text, List.of("Jane Doe", "u-1", " ", "8")))
        .isEqualTo(expected);
  }

  @Test
  void redacted_longText_isTruncatedWithoutPartialValues() {
    String padding = "so it is ".repeat(43);

    assertThat(ErrorRedactor.redact(padding + "user jane-doe-of-somewhere", List.of()))
        .doesNotContain("jane")
        .hasSizeLessThan(420);
    assertThat(ErrorRedactor.redact(padding + "'Jane Doe of somewhere'", List.of()))
        .doesNotContain("Jane");
  }

  @Test
  void redacted_hugeWord_isProcessedQuickly() {
    assertThat(ErrorRedactor.redact("x".repeat(1_000_000), List.of())).isEqualTo("...");
    assertThat(ErrorRedactor.redact("'".repeat(1_000_000), List.of())).doesNotContain("''''");
  }
}
