package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON string, or JSON number as text.
 *
 * @param text null if it is absent or has another type
 * @param number true if it is a number
 * @param wrongType true if it is a boolean, an array or an object
 */
record Scalar(@Nullable String text, boolean number, boolean wrongType) {
  static final Scalar ABSENT = new Scalar(null, false, false);
  private static final Scalar WRONG = new Scalar(null, false, true);

  /** The longest number that is parsed, in characters. */
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  static Scalar read(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case STRING -> new Scalar(reader.nextString(), false, false);
      case NUMBER -> new Scalar(reader.nextString(), true, false);
      case NULL -> {
        reader.skipValue();
        yield ABSENT;
      }
      default -> {
        reader.skipValue();
        yield WRONG;
      }
    };
  }

  /**
   * Returns the value as a whole number: a number with or without a fraction of zeros, or digits in
   * a string. Exact; empty if the value is not such a number, or does not fit into a long.
   */
  OptionalLong wholeNumber() {
    if (text == null
        || (number ? text.length() > MAX_NUMBER_LENGTH : !DIGITS.matcher(text).matches())) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(number ? new BigDecimal(text).longValueExact() : Long.parseLong(text));
    } catch (ArithmeticException | NumberFormatException fractionOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  boolean is(String word) {
    return word.equalsIgnoreCase(text);
  }
}
