package io.github.brazeaudience.options;

import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a request rate: {@code 3000/3s} or {@code off}. */
final class Rate {
  /** Bounds memory: the limiter stores the time of each start in the window. */
  private static final int MAX_STARTS = 1_000_000;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/(.+)");

  private Rate() {}

  static RateLimiter parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("off")) {
      return RateLimiter.off();
    }
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      int starts = Integer.parseInt(form.group(1));
      if (starts >= 1 && starts <= MAX_STARTS) {
        Duration window = Durations.parse(form.group(2));
        return RateLimiter.of(starts, window);
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "\"%s\" is not a rate; write REQUESTS/TIME with 1 to %d requests, such as 3000/3s, or off",
            text,
            MAX_STARTS));
  }
}
