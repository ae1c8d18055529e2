package io.github.brazeaudience.mparticle;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the id of an audience. */
final class AudienceId {
  private static final Pattern DIGITS = Pattern.compile("0*([0-9]{1,19})");

  private AudienceId() {}

  /** The id, or 0 if the text is not an integer from 1 to 2^63-1. */
  static long parse(@Nullable String text) {
    if (text == null || !DIGITS.matcher(text).matches()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return 0;
    }
  }
}
