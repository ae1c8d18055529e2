package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the outcomes of a write, one per update. */
final class WriteOutcomes {
  private WriteOutcomes() {}

  private interface OutcomeFactory {
    UserOutcome of(long index, AudienceUpdate update);
  }

  static List<UserOutcome> accepted(UserWrite write) {
    return all(
        write,
        (index, update) ->
            Accepted.of(
                index, update, write.attempts(), write.user().kind(), write.isWithoutPushTokens()));
  }

  static List<UserOutcome> rejected(UserWrite write, Reason reason, String message) {
    return all(
        write, (index, update) -> Rejected.of(index, update, write.attempts(), reason, message));
  }

  static List<UserOutcome> unconfirmed(UserWrite write, Reason reason, String message) {
    return all(
        write, (index, update) -> Unconfirmed.of(index, update, write.attempts(), reason, message));
  }

  static List<UserOutcome> unconfirmed(UserWrite write, StopCause cause) {
    return unconfirmed(write, cause.reason(), cause.message());
  }

  /**
   * Returns the outcomes of a write that gets no further attempt: unconfirmed if an attempt may
   * have been applied, else not sent, for the reason of the last attempt or, without one, for the
   * cause.
   */
  static List<UserOutcome> failed(UserWrite write, StopCause cause) {
    AttemptHistory.Failed arrival = write.history().lastPossibleArrival();
    if (arrival != null) {
      return unconfirmed(write, arrival.reason(), arrival.message());
    }
    AttemptHistory.Failed last = write.history().last();
    Reason reason = last != null ? last.reason() : cause.reason();
    String message = last != null ? last.message() : cause.message();
    Instant retryAt = later(last == null ? null : last.retryAt(), cause.retryAt());
    return all(
        write,
        (index, update) -> NotSent.of(index, update, write.attempts(), reason, message, retryAt));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private static List<UserOutcome> all(UserWrite write, OutcomeFactory factory) {
    List<PendingUpdate> sent = write.toSend();
    if (sent.size() == 1 && write.unsent().isEmpty()) {
      PendingUpdate only = sent.get(0);
      return List.of(factory.of(only.index(), only.update()));
    }
    List<UserOutcome> outcomes = new ArrayList<>(write.updateCount());
    outcomes.addAll(write.unsent());
    for (PendingUpdate pending : sent) {
      outcomes.add(factory.of(pending.index(), pending.update()));
    }
    return outcomes;
  }
}
