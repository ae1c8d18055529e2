package io.github.brazeaudience.outcome;

/**
 * Takes the outcomes of a stream of updates, on the thread that called, one at a time, in no
 * particular order.
 */
@FunctionalInterface
public interface OutcomeHandler {
  /**
   * Takes the outcome of one update.
   *
   * @param outcome the outcome, final
   */
  void handle(UserOutcome outcome);
}
