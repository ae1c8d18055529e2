package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a line and refuses those of a wrong JSON type. A place in the line is told in
 * two parts, joined only if a message needs them.
 */
final class Values {
  private final JsonParser parser;

  /** Reads the value of one member; the parser stands on its first token. */
  interface Member {
    void read(String name) throws IOException, MalformedLineException;
  }

  /** Reads one element of an array; the parser stands on its first token. */
  interface Element {
    void read() throws IOException, MalformedLineException;
  }

  Values(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the members of the object that has just begun. */
  void members(Member member) throws IOException, MalformedLineException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
    }
  }

  /** Reads an object that is to stand here. */
  void object(String in, String what, Member member) throws IOException, MalformedLineException {
    expect(in, what, JsonToken.START_OBJECT, "an object");
    members(member);
  }

  /** Reads an array that is to stand here. */
  void array(String what, Element element) throws IOException, MalformedLineException {
    expect("", what, JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  boolean isNumber() {
    return parser.currentToken().isNumeric();
  }

  /** Whether an integer stands here that a long can hold. */
  boolean isLong() throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  long longValue() throws IOException {
    return parser.getLongValue();
  }

  /** The text of a string or number. */
  String text() throws IOException {
    return parser.getText();
  }

  /** A string; null if JSON's null stands here. */
  @Nullable String string(String in, String what) throws IOException, MalformedLineException {
    if (isNull()) {
      return null;
    }
    expect(in, what, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /** A string, or the digits of an integer as they are written; null if JSON's null stands here. */
  @Nullable String stringOrInteger(String in, String what)
      throws IOException, MalformedLineException {
    if (!isNull() && !isString() && parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(in, what, "a string or an integer");
    }
    return isNull() ? null : parser.getText();
  }

  /** The digits of an integer as they are written. */
  String integer(String what) throws IOException, MalformedLineException {
    expect("", what, JsonToken.VALUE_NUMBER_INT, "an integer");
    return parser.getText();
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  MalformedLineException wrongType(String in, String what, String wanted) {
    return new MalformedLineException(
        "`%s%s` must be %s, but is %s".formatted(in, what, wanted, found(parser.currentToken())));
  }

  private void expect(String in, String what, JsonToken token, String wanted)
      throws MalformedLineException {
    if (parser.currentToken() != token) {
      throw wrongType(in, what, wanted);
    }
  }

  private static String found(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "something else";
    };
  }
}
