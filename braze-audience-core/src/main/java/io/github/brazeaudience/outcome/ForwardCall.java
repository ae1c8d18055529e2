package io.github.brazeaudience.outcome;

import java.util.concurrent.CompletionStage;

/** A call under way. Safe for use by several threads. */
public interface ForwardCall {
  /**
   * The report, once every update has its outcome. It never completes exceptionally for a problem
   * of delivery, and it arrives also after {@link #cancel}. Stages that depend on it run on a
   * thread of their own, where they may block.
   *
   * @return the stage; cancelling a future made from it does not cancel the call
   */
  CompletionStage<ForwardReport> report();

  /**
   * Starts nothing more and aborts what is under way. What had not left becomes {@code
   * NotSent(CANCELLED)}, what may have arrived {@code Unconfirmed}. Does nothing if the call has
   * ended.
   */
  void cancel();
}
