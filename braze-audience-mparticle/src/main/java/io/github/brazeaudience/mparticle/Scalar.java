package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A string, or a number as it is written.
 *
 * @param text null if there is none, or if it is of another type
 * @param wrongType whether a boolean, an array or an object stood there
 */
record Scalar(@Nullable String text, boolean wrongType) {
  static final Scalar ABSENT = new Scalar(null, false);
  private static final Scalar WRONG = new Scalar(null, true);

  static Scalar read(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case STRING, NUMBER -> new Scalar(reader.nextString(), false);
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

  boolean is(String word) {
    return word.equalsIgnoreCase(text);
  }
}
