package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * History of the requests with one write: their number, and the failures that decide the outcome if
 * no attempt succeeds. A base class of {@link UserWrite} and not a part of it, because a part would
 * be one more object per user.
 */
class AttemptHistory {
  /** Result of an attempt that did not decide the outcome. */
  record Failed(Reason reason, String message, @Nullable Instant retryAt) {}

  /** The last failure, and the last one that may have been applied. */
  private record Failures(@Nullable Failed last, @Nullable Failed lastPossibleArrival) {
    private static final Failures NONE = new Failures(null, null);
  }

  private int attempts;
  private boolean inFlight;
  private Failures failures = Failures.NONE;

  /** Records that a request starts; only a track request is an attempt. */
  void requestStarted(boolean isAttempt) {
    attempts += isAttempt ? 1 : 0;
    inFlight = true;
  }

  /** Ends the request, once its result is recorded. */
  void requestEnded() {
    inFlight = false;
  }

  void attemptFailed(Failed attempt, boolean mayHaveArrived) {
    failures = new Failures(attempt, mayHaveArrived ? attempt : lastPossibleArrival());
  }

  /** Takes back the start of a request that could not be encoded, so no attempt was made. */
  void requestNotSent(boolean isAttempt) {
    attempts -= isAttempt ? 1 : 0;
  }

  /** Discards the last failure, because it was the failure of an export that succeeded later. */
  void discardLastFailure() {
    failures = new Failures(null, lastPossibleArrival());
  }

  /** {@return the number of requests that tried to write it} */
  public int attempts() {
    return attempts;
  }

  /** Returns true if a request started and its result is not recorded yet. */
  boolean isInFlight() {
    return inFlight;
  }

  @Nullable Failed last() {
    return failures.last();
  }

  /** {@return the last failed attempt that may have been applied, or null if there is none} */
  @Nullable Failed lastPossibleArrival() {
    return failures.lastPossibleArrival();
  }
}
