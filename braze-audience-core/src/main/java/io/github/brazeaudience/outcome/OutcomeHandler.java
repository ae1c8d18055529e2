package io.github.brazeaudience.outcome;

/**
 * Receives the outcomes of a stream of updates on the caller's thread, one at a time, in no
 * particular order.
 */
@FunctionalInterface
public interface OutcomeHandler {
  /** Called once with the final outcome of each update. */
  void handle(UserOutcome outcome);
}
