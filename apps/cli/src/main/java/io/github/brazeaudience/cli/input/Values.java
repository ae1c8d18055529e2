package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads the values of a line and refuses values of a wrong JSON type. A path is passed in two parts
 * and joined only for a message.
 */
final class Values {
  private final JsonParser parser;

  /** Reads the value of a member; the parser is at its first token. */
  interface Member {
    void read(String name) throws IOException, MalformedLineException;
  }

  /** Reads an element of an array; the parser is at its first token. */
  interface Element {
    void read() throws IOException, MalformedLineException;
  }

  Values(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the members of the current object. A null member is absent. */
  void members(Member member) throws IOException, MalformedLineException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        member.read(name);
      }
    }
  }

  /** Reads an object. */
  void object(String in, String what, Member member) throws IOException, MalformedLineException {
    expect(in, what, JsonToken.START_OBJECT, "an object");
    members(member);
  }

  /** Reads an array. */
  void array(String what, Element element) throws IOException, MalformedLineException {
    expect("", what, JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  /** Reads a string. */
  String string(String in, String what) throws IOException, MalformedLineException {
    expectString(in, what);
    return parser.getText();
  }

  /** Refuses any other value than a string. */
  void expectString(String in, String what) throws MalformedLineException {
    expect(in, what, JsonToken.VALUE_STRING, "a string");
  }

  /** Reads a string or an integer, whose digits are returned unchanged. */
  String stringOrInteger(String in, String what) throws IOException, MalformedLineException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(in, what, "a string or an integer");
    }
    return parser.getText();
  }

  /**
   * A whole number that a long can hold: a number, with or without a fraction of zeros, or digits
   * in a string. Empty if the number is another one.
   */
  OptionalLong wholeNumber(String in, String what) throws IOException, MalformedLineException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return WholeNumber.ofDigits(parser.getText());
    }
    if (!token.isNumeric()) {
      throw wrongType(in, what, "an integer, or its digits in a string");
    }
    boolean isLong =
        token == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return isLong ? OptionalLong.of(parser.getLongValue()) : WholeNumber.ofNumber(parser.getText());
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  private MalformedLineException wrongType(String in, String what, String wanted) {
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
