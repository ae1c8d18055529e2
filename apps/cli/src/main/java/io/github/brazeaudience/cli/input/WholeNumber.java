package io.github.brazeaudience.cli.input;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Parses whole numbers in the forms that other programs write: {@code 11036}, {@code "11036"},
 * {@code 11036.0} and {@code 1.1036E4}. Results are exact; a number that a long cannot hold, or
 * that has a fraction, is empty.
 */
final class WholeNumber {
  /** The longest JSON number that is parsed, in characters. */
  static final int MAX_LENGTH = 1_000;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private WholeNumber() {}

  /** Parses a number in the syntax of JSON. */
  static OptionalLong ofNumber(String json) {
    if (json.length() > MAX_LENGTH) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(new BigDecimal(json).longValueExact());
    } catch (ArithmeticException | NumberFormatException fractionOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  /** Parses the ASCII digits of a string, without a sign or white space. */
  static OptionalLong ofDigits(String text) {
    if (!DIGITS.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }
}
