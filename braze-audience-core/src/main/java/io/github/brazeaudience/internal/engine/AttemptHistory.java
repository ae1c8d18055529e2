package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * History of the requests with one write: their number, and the failures that decide the outcome if
 * no attempt succeeds.
 */
final class AttemptHistory {
  /** Result of an attempt that did not decide the outcome. */
  record Failed(Reason reason, String message, @Nullable Instant retryAt) {}

  private int attempts;
  private boolean inFlight;
  private @Nullable Failed last;
  private @Nullable Failed lastPossibleArrival;

  /** Records that a request starts; only a track request is an attempt. */
  void requestStarted(boolean isAttempt) {
    attempts += isAttempt ? 1 : 0;
    inFlight = true;
  }

  /** Ends the request, once its result is recorded. */
  void requestEnded() {
    inFlight = false;
  }

  void failed(Failed attempt, boolean mayHaveArrived) {
    last = attempt;
    if (mayHaveArrived) {
      lastPossibleArrival = attempt;
    }
  }

  /** Takes back the start of a request that could not be encoded, so no attempt was made. */
  void requestNotSent(boolean isAttempt) {
    attempts -= isAttempt ? 1 : 0;
  }

  /** Discards the last failure, because it was the failure of an export that succeeded later. */
  void exported() {
    last = null;
  }

  int attempts() {
    return attempts;
  }

  /** Returns true if a request started and its result is not recorded yet. */
  boolean isInFlight() {
    return inFlight;
  }

  @Nullable Failed last() {
    return last;
  }

  /** {@return the last failed attempt that may have been applied, or null if there is none} */
  @Nullable Failed lastPossibleArrival() {
    return lastPossibleArrival;
  }
}
