package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Number and waits of the retries per reason. */
final class RetryCounts {
  private final Map<Reason, Retries> retries = new EnumMap<>(Reason.class);

  /** Retries for one reason. */
  record Retries(long count, Duration longest) {}

  void add(Reason reason, Duration delay) {
    retries.merge(
        reason,
        new Retries(1, delay),
        (before, one) ->
            new Retries(
                before.count + 1, before.longest.compareTo(delay) > 0 ? before.longest : delay));
  }

  Map<Reason, Retries> all() {
    return retries;
  }
}
