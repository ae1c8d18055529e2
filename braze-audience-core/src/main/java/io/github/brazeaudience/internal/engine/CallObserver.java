package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.BrazeError;
import java.util.List;

/**
 * Receives the outcomes of a call. Called in the engine's serial executor, so it must not block. A
 * method that threw may be called again with the same argument.
 */
public interface CallObserver {
  /** Called when a write has its outcomes, see {@link UserWrite#forEachOutcome}. */
  void finished(UserWrite write);

  /** Called when a write starts to wait for an export of its user's profile. */
  default void exportStarted(UserWrite write) {}

  /** Called when a write no longer waits for an export, before its outcomes. */
  default void exportEnded(UserWrite write) {}

  /** Called when the call is stopped; the outcomes of its open writes follow. */
  default void stopped(StopCause cause) {}

  /** Called when all writes are finished and no more will be submitted. */
  void done(Totals totals);

  /**
   * Totals of a call.
   *
   * @param errors the errors of Braze that named no user
   */
  record Totals(long requests, long dataPoints, List<BrazeError> errors) {}
}
