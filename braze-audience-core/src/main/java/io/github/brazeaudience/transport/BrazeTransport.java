package io.github.brazeaudience.transport;

import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Performs single HTTP exchanges with Braze. An implementation does not retry, redirect, cache,
 * limit or interpret: a hidden second attempt would write to a profile twice, and a followed
 * redirect would send user data to another host.
 *
 * <p>Implementations must be thread-safe. The suite {@code BrazeTransportContract} in {@code
 * braze-audience-testing} tests each requirement.
 */
public interface BrazeTransport extends AutoCloseable {
  /**
   * Starts an exchange without blocking. Failures are not thrown: each one completes {@link
   * Exchange#response} with a {@link TransportException}, even after {@link #close}.
   */
  Exchange start(TransportRequest request);

  /**
   * Aborts the exchanges in flight and releases the resources that this transport owns, but not
   * those that the application passed in. Closing again has no effect.
   */
  @Override
  void close();

  /**
   * Adapts blocking code. {@link Exchange#abort} interrupts the thread that performs the exchange.
   *
   * @param exchange performs one exchange and returns its response
   * @param executor runs the exchanges; the caller shuts it down
   */
  static BrazeTransport blocking(BlockingExchange exchange, Executor executor) {
    return new BlockingTransport(exchange, executor);
  }

  /** One blocking HTTP exchange. */
  @FunctionalInterface
  interface BlockingExchange {
    /**
     * Sends the request and reads the whole response.
     *
     * @return the response with any status
     * @throws TransportException if there was no response; it states whether the request may have
     *     been sent
     * @throws IOException if there was no response; the request may have been sent
     * @throws InterruptedException if the thread was interrupted; the request may have been sent
     */
    TransportResponse exchange(TransportRequest request) throws IOException, InterruptedException;
  }
}
