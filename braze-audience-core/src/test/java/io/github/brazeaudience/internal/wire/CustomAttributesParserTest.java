package io.github.brazeaudience.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomAttributesParserTest {
  private static @Nullable List<CustomAttribute> parse(String body) {
    return CustomAttributesParser.parse(body.getBytes(UTF_8));
  }

  @Test
  void parse_documentedPage_hasAttributes() {
    assertThat(
            parse(
                """
                {"message":"success","attributes":[
                  {"array_length":100,"data_type":"Array","description":"d","name":"A",
                   "status":"Active","tag_names":["Tag One"]},
                  {"array_length":null,"data_type":null,"name":"B","status":null}]}
                """))
        .containsExactly(
            new CustomAttribute(
                "A", Optional.of("Array"), OptionalInt.of(100), Optional.of("Active")),
            new CustomAttribute("B", Optional.empty(), OptionalInt.empty(), Optional.empty()));
  }

  @Test
  void parse_unknownMembers_areIgnored() {
    assertThat(
            parse(
                """
                {"count":{"all":[1]},"attributes":[{"name":"A","x":{"y":[null]}}],
                 "message":"success"}
                """))
        .extracting(CustomAttribute::name)
        .containsExactly("A");
  }

  /** An entry of another form must not hide the other entries of the page. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"array_length\":\"100\"                  |   | 100 |",
        "\"array_length\":100.0                    |   | 100 |",
        "\"array_length\":1.5                      |   |     |",
        "\"array_length\":-1                       |   |     |",
        "\"array_length\":99999999999              |   |     |",
        "\"array_length\":{\"max\":100}            |   |     |",
        "\"data_type\":3,\"status\":true           | ? |     | ?",
        "\"data_type\":[\"Array\"],\"status\":{}   | ? |     | ?",
      })
  void parse_memberOfAnotherType_isUnknownForItsEntryOnly(
      String members, String dataType, String arrayLength, String status) {
    assertThat(
            parse(
                "{\"message\":\"success\",\"attributes\":[{\"name\":\"A\",%s},{\"name\":\"B\"}]}"
                    .formatted(members)))
        .containsExactly(
            new CustomAttribute(
                "A",
                Optional.ofNullable(dataType),
                arrayLength == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(arrayLength)),
                Optional.ofNullable(status)),
            new CustomAttribute("B", Optional.empty(), OptionalInt.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"message\":\"success\"}",
        "{\"attributes\":[]}",
        "{\"message\":\"queued\",\"attributes\":[]}",
        "{\"message\":\"success\",\"attributes\":{}}",
        "{\"message\":\"success\",\"attributes\":[1]}",
        "{\"message\":\"success\",\"attributes\":[{}]}",
        "{\"message\":\"success\",\"attributes\":[{\"name\":null}]}",
        "{\"message\":\"success\",\"attributes\":[{\"name\":1}]}",
        "{\"message\":\"success\",\"attributes\":[{\"name\":\"A\",\"name\":\"B\"}]}",
        "{\"message\":\"success\",\"attributes\":[],\"attributes\":[]}",
        "{\"message\":\"success\",\"attributes\":[]} x",
        "{\"message\":\"success\",\"attributes\":[{\"name\":\"A\"}"
      })
  void parse_bodyWithoutDocumentedForm_isNull(String body) {
    assertThat(parse(body)).isNull();
  }
}
