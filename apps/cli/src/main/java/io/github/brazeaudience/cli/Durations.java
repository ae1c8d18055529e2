package io.github.brazeaudience.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as they are written on the command line: {@code 500ms}, {@code 30s}, {@code 5m}, {@code
 * 1h}.
 */
final class Durations {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");

  private Durations() {}

  static Duration parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      long count = Long.parseLong(form.group(1));
      Duration parsed =
          switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      if (!parsed.isZero() && parsed.compareTo(LONGEST) <= 0) {
        return parsed;
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a time; write a positive number with its unit, such as 500ms, 30s, 5m or 1h"
            .formatted(text));
  }
}
