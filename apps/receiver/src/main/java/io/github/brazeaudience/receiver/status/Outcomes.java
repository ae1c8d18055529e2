package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.OutboxListener;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Numbers of final outcomes since the start of the process, by status and reason. Thread-safe. */
public final class Outcomes implements OutboxListener {
  private final Activity activity;
  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  public Outcomes(Activity activity) {
    this.activity = activity;
  }

  private record Key(String status, @Nullable Reason reason) {}

  /**
   * A number of outcomes.
   *
   * @param meaning what the outcome means and what to do
   */
  record Count(String status, @Nullable Reason reason, long count, String meaning) {}

  @Override
  public void outcome(UserOutcome outcome) {
    Key key = new Key(status(outcome), outcome.reason().orElse(null));
    counts.computeIfAbsent(key, unused -> new LongAdder()).increment();
    activity.forwarded(1);
  }

  /** Returns the counts, the largest first. */
  List<Count> counts() {
    return counts.entrySet().stream()
        .map(entry -> count(entry.getKey(), entry.getValue().sum()))
        .sorted(Comparator.comparingLong(Count::count).reversed())
        .toList();
  }

  private static Count count(Key key, long number) {
    return new Count(key.status(), key.reason(), number, meaning(key));
  }

  private static String status(UserOutcome outcome) {
    if (outcome instanceof Accepted) {
      return "accepted";
    }
    return outcome instanceof Unchanged ? "unchanged" : "rejected";
  }

  private static String meaning(Key key) {
    if (key.reason() != null) {
      return ReasonAdvice.of(key.reason());
    }
    return key.status().equals("accepted")
        ? "Braze has accepted the update"
        : "Braze has the state already; nothing was sent";
  }
}
