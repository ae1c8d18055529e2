package io.github.brazeaudience.transport;

import java.util.concurrent.CompletionStage;

/** HTTP exchange in flight. Thread-safe. */
public interface Exchange {
  /**
   * Returns a stage that completes exactly once, even after {@link #abort}: with a response of any
   * status, or with a {@link TransportException}. Completing or cancelling a future that was
   * created from it does not affect the exchange.
   */
  CompletionStage<TransportResponse> response();

  /** Ends the exchange as soon as possible. Has no effect after the end. */
  void abort();
}
