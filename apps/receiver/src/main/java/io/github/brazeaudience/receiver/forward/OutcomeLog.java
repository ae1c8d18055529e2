package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Logs rejected updates, with one line per reason instead of one per update, and waiting updates,
 * with one line when a reason starts to apply and one when it ends. Confined to the forwarding
 * thread.
 */
final class OutcomeLog {
  private final Consumer<String> notices;
  private final Map<Key, Tally> tallies = new LinkedHashMap<>();

  /** The number of users with a waiting update, by the reason of its last outcome. */
  private final Map<Reason, Integer> waiting = new EnumMap<>(Reason.class);

  private volatile Set<Reason> keptBecause = Set.of();

  private final Set<Reason> reported = EnumSet.noneOf(Reason.class);

  private record Key(boolean rejected, Reason reason) {}

  /** The number of updates, and a description of the first. */
  private record Tally(long count, String first) {
    Tally plusOne() {
      return new Tally(count + 1, first);
    }
  }

  OutcomeLog(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Adds the outcome of an update. */
  void add(StoredUpdate update, UserOutcome outcome) {
    outcome.reason().ifPresent(reason -> add(update, outcome, reason));
  }

  private void add(StoredUpdate update, UserOutcome outcome, Reason reason) {
    Key key = new Key(outcome instanceof Rejected, reason);
    if (!key.rejected() && !Forwarding.goesAgain(outcome)) {
      return;
    }
    Tally tally = tallies.get(key);
    tallies.put(
        key,
        tally != null
            ? tally.plusOne()
            : new Tally(
                1,
                String.format(
                    Locale.ROOT,
                    "update %d of message %s: %s",
                    update.index(),
                    update.message().id(),
                    outcome.message())));
  }

  /** Starts the wait of a user's updates. */
  void begins(Reason reason) {
    waiting.merge(reason, 1, Integer::sum);
    keptBecause = Set.copyOf(waiting.keySet());
  }

  /** Ends the wait of a user's updates. */
  void ends(Reason reason) {
    waiting.computeIfPresent(reason, (key, users) -> users > 1 ? users - 1 : null);
    keptBecause = Set.copyOf(waiting.keySet());
  }

  /** The reasons for which updates are waiting. Thread-safe. */
  Set<Reason> keptBecause() {
    return keptBecause;
  }

  /** Logs changes since the last call. */
  void report() {
    tallies.forEach(
        (key, tally) -> {
          if (key.rejected() || !reported.contains(key.reason())) {
            log(key, tally);
          }
        });
    tallies.clear();
    for (Reason over : EnumSet.copyOf(reported)) {
      if (!waiting.containsKey(over)) {
        reported.remove(over);
        notices.accept("no more updates are waiting because of " + over);
      }
    }
  }

  private void log(Key key, Tally tally) {
    notices.accept(
        String.format(
            Locale.ROOT,
            "updates %s (%s): %d, first %s",
            key.rejected() ? "rejected" : "waiting to be forwarded again",
            key.reason(),
            tally.count(),
            tally.first()));
    if (!key.rejected() && waiting.containsKey(key.reason())) {
      reported.add(key.reason());
    }
  }
}
