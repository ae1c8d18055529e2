package io.github.brazeaudience.transport;

import java.util.concurrent.CompletionStage;

/** One HTTP exchange under way. Safe for use by several threads. */
public interface Exchange {
  /**
   * What came of the exchange: a response of any status, or a {@link TransportException}. It
   * completes exactly once, also after {@link #abort}.
   *
   * @return the stage; completing or cancelling a future made from it changes nothing here
   */
  CompletionStage<TransportResponse> response();

  /** Ends the exchange as soon as possible. Does nothing if it has ended. */
  void abort();
}
