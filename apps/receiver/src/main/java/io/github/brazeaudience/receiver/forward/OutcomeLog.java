package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells people of updates that were rejected or are kept, a line for each reason rather than for
 * each update. Confined to the forwarding thread.
 */
final class OutcomeLog {
  private final Consumer<String> notices;
  private final Map<Key, Tally> tallies = new LinkedHashMap<>();

  private record Key(boolean rejected, Reason reason) {}

  /** How many there were, and which one was the first. */
  private record Tally(long count, String first) {
    Tally plusOne() {
      return new Tally(count + 1, first);
    }
  }

  OutcomeLog(Consumer<String> notices) {
    this.notices = notices;
  }

  void add(KeptUpdate update, UserOutcome outcome) {
    if (outcome.reason().isEmpty()) {
      return;
    }
    Key key = new Key(outcome instanceof Rejected, outcome.reason().get());
    Tally tally = tallies.get(key);
    tallies.put(
        key,
        tally != null
            ? tally.plusOne()
            : new Tally(
                1,
                "update %d of message %s: %s"
                    .formatted(update.index(), update.message().id(), outcome.message())));
  }

  void tell() {
    tallies.forEach(
        (key, tally) ->
            notices.accept(
                "updates %s (%s): %d, first %s"
                    .formatted(
                        key.rejected() ? "rejected" : "kept and forwarded again",
                        key.reason(),
                        tally.count(),
                        tally.first())));
    tallies.clear();
  }
}
