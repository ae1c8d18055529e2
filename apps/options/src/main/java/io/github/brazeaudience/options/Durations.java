package io.github.brazeaudience.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations in the notation of the command line: {@code 500ms}, {@code 30s}, {@code 5m}, {@code
 * 1h}.
 */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration LONGEST_LINGER = Duration.ofHours(1);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");

  private Durations() {}

  /** Parses a positive duration. */
  public static Duration parse(String text) {
    Duration parsed = read(text);
    if (parsed != null && !parsed.isZero() && parsed.compareTo(LONGEST) <= 0) {
      return parsed;
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a duration; write a positive number with its unit, such as 500ms, 30s, 5m or 1h"
            .formatted(text));
  }

  /** Parses a duration that may be zero. */
  public static Duration parseLinger(String text) {
    Duration parsed = read(text);
    if (parsed != null && parsed.compareTo(LONGEST_LINGER) <= 0) {
      return parsed;
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a duration up to 1h; write a number with its unit, such as 500ms, 1s or 0s"
            .formatted(text));
  }

  private static @Nullable Duration read(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return null;
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
