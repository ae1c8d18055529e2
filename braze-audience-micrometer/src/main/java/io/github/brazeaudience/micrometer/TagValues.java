package io.github.brazeaudience.micrometer;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The values of tags: words in lower case, and {@value #NONE} for a value that is absent. */
final class TagValues {
  static final String NONE = "none";

  private TagValues() {}

  static String of(Enum<?> constant) {
    return lowerCase(constant.name());
  }

  static String of(Optional<Reason> reason) {
    return reason.map(TagValues::of).orElse(NONE);
  }

  static String of(OptionalInt status) {
    return status.isPresent() ? Integer.toString(status.getAsInt()) : NONE;
  }

  static String of(UserOutcome outcome) {
    if (outcome instanceof Accepted) {
      return "accepted";
    } else if (outcome instanceof Unchanged) {
      return "unchanged";
    } else if (outcome instanceof Rejected) {
      return "rejected";
    }
    return outcome instanceof Unconfirmed ? "unconfirmed" : "not_sent";
  }

  static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
