package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.jdbc.OutboxListener;
import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logs rejected updates, with one line per reason instead of one per update, and waiting updates,
 * with one line when a reason starts to apply and one when it ends. Thread-safe.
 */
public final class OutcomeLog implements OutboxListener {
  private final Consumer<String> notices;
  private final Map<Reason, Tally> rejected = new LinkedHashMap<>();

  /** The number of updates, and the message of the first. */
  private record Tally(long count, String first) {}

  public OutcomeLog(Consumer<String> notices) {
    this.notices = notices;
  }

  @Override
  public synchronized void outcome(UserOutcome outcome) {
    if (outcome instanceof Rejected) {
      rejected.merge(
          outcome.reason().orElseThrow(),
          new Tally(1, outcome.message()),
          (old, one) -> new Tally(old.count() + 1, old.first()));
    }
  }

  @Override
  public void failed(RelayFailure failure) {
    notices.accept(
        String.format(
            Locale.ROOT,
            "updates wait to be forwarded (%s): %s",
            failure.reason().map(Reason::name).orElse(failure.kind().name()),
            failure.message()));
  }

  @Override
  public void recovered(RelayFailure failure) {
    notices.accept("updates are forwarded again");
  }

  /** Logs the updates that were rejected since the last call. */
  public synchronized void report() {
    rejected.forEach(
        (reason, tally) ->
            notices.accept(
                String.format(
                    Locale.ROOT,
                    "updates rejected (%s): %d, first: %s",
                    reason,
                    tally.count(),
                    tally.first())));
    rejected.clear();
  }
}
