package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of a write, which decides the outcomes of the updates that it sent.
 *
 * @param reason null if it was accepted, or if nothing was sent
 * @param retryAt when Braze accepts requests again, if it is known
 */
record WriteResult(Kind kind, @Nullable Reason reason, String message, @Nullable Instant retryAt) {
  enum Kind {
    ACCEPTED,
    REJECTED,
    UNCONFIRMED,
    NOT_SENT,
    /** No update was sent, so each has its outcome from the content of the write. */
    EMPTY
  }

  static final WriteResult ACCEPTED = new WriteResult(Kind.ACCEPTED, null, "", null);
  static final WriteResult EMPTY = new WriteResult(Kind.EMPTY, null, "", null);

  static WriteResult rejected(Reason reason, String message) {
    return new WriteResult(Kind.REJECTED, reason, message, null);
  }

  static WriteResult unconfirmed(Reason reason, String message) {
    return new WriteResult(Kind.UNCONFIRMED, reason, message, null);
  }

  static WriteResult unconfirmed(StopCause cause) {
    return unconfirmed(cause.reason(), cause.message());
  }

  /**
   * Returns the result of a write that gets no further attempt: unconfirmed if an attempt may have
   * been applied, else not sent, for the reason of the last attempt or, without one, for the cause.
   */
  static WriteResult failed(UserWrite write, StopCause cause) {
    AttemptHistory.Failed arrival = write.lastPossibleArrival();
    if (arrival != null) {
      return unconfirmed(arrival.reason(), arrival.message());
    }
    AttemptHistory.Failed last = write.last();
    return last == null
        ? new WriteResult(Kind.NOT_SENT, cause.reason(), cause.message(), cause.retryAt())
        : new WriteResult(
            Kind.NOT_SENT, last.reason(), last.message(), later(last.retryAt(), cause.retryAt()));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  /** {@return the outcome of an update that the write sent} */
  UserOutcome outcome(UserWrite write, PendingUpdate sent) {
    long index = sent.index();
    int attempts = write.attempts();
    if (kind == Kind.ACCEPTED) {
      return Accepted.of(
          index, sent.update(), attempts, write.user().kind(), write.isWithoutPushTokens());
    }
    Reason why = Objects.requireNonNull(reason, "reason of an update that is not accepted");
    return switch (kind) {
      case REJECTED -> Rejected.of(index, sent.update(), attempts, why, message);
      case UNCONFIRMED -> Unconfirmed.of(index, sent.update(), attempts, why, message);
      default -> NotSent.of(index, sent.update(), attempts, why, message, retryAt);
    };
  }
}
