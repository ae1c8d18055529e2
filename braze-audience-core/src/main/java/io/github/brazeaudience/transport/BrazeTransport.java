package io.github.brazeaudience.transport;

import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Performs single HTTP exchanges with Braze. An implementation does not retry, redirect, cache,
 * limit or interpret: a hidden second attempt would write to a profile twice, and a followed
 * redirect would hand user data to another host.
 *
 * <p>Implementations are safe for use by several threads. The suite {@code BrazeTransportContract}
 * in {@code braze-audience-testing} says, test by test, what is expected of one.
 */
public interface BrazeTransport extends AutoCloseable {
  /**
   * Starts an exchange and returns at once. Nothing about delivery is thrown: every failure
   * completes {@link Exchange#response} with a {@link TransportException}, also after {@link
   * #close}.
   *
   * @param request what to send
   * @return the exchange under way
   */
  Exchange start(TransportRequest request);

  /**
   * Frees what this transport owns and leaves alone what it was lent. Exchanges under way are
   * aborted. Closing twice does nothing more.
   */
  @Override
  void close();

  /**
   * Adapts blocking code. {@link Exchange#abort} interrupts the thread that performs the exchange.
   *
   * @param exchange performs one exchange and returns its response
   * @param executor runs the exchanges; it stays the caller's to shut down
   * @return a transport over that code
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
     * @param request what to send
     * @return what came back, whatever its status
     * @throws TransportException if there was no answer, saying whether the request may have left
     * @throws IOException if there was no answer; the request may have left
     * @throws InterruptedException if the thread was interrupted; the request may have left
     */
    TransportResponse exchange(TransportRequest request) throws IOException, InterruptedException;
  }
}
