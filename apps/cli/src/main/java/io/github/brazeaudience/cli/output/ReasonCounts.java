package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.EnumMap;
import java.util.Map;

/** Number of outcomes per reason, with the first message of each. */
public final class ReasonCounts {
  /** Count and first message of a reason. */
  public record Seen(long count, String firstMessage) {}

  private final Map<Reason, Seen> seen = new EnumMap<>(Reason.class);

  /** Counts an outcome, if it has a reason. */
  public void add(UserOutcome outcome) {
    outcome
        .reason()
        .ifPresent(
            reason -> {
              Seen before = seen.get(reason);
              seen.put(
                  reason,
                  before == null
                      ? new Seen(1, outcome.message())
                      : new Seen(before.count + 1, before.firstMessage));
            });
  }

  /** The reasons, in the order of the enum. */
  public Map<Reason, Seen> seen() {
    return new EnumMap<>(seen);
  }
}
