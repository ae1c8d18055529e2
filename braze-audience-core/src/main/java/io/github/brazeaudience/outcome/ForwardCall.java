package io.github.brazeaudience.outcome;

import java.util.concurrent.CompletionStage;

/** A call in progress. Thread-safe. */
public interface ForwardCall {
  /**
   * Returns a stage that completes with the report once every update has its outcome, even after
   * {@link #cancel}. A delivery problem never completes it exceptionally. Dependent stages run on
   * the forwarder's callback executor, where they may block. Cancelling a future made from the
   * stage does not cancel the call.
   */
  CompletionStage<ForwardReport> report();

  /**
   * Cancels the call: starts no more requests and aborts those in flight. Updates that were not
   * sent become {@code NotSent(CANCELLED)}; those that may have arrived become {@code Unconfirmed}.
   * Has no effect if the call has ended.
   */
  void cancel();
}
