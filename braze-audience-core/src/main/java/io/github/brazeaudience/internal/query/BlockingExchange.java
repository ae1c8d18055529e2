package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One exchange that the calling thread waits for. It is aborted if it does not end in time. */
final class BlockingExchange {
  private final CompletableFuture<End> end = new CompletableFuture<>();

  /**
   * End of an exchange.
   *
   * @param response null if it failed
   * @param failure null if there is a response
   */
  record End(@Nullable TransportResponse response, @Nullable Throwable failure) {
    private static End withoutResponse(String message) {
      return new End(null, new TransportException(message, Delivery.UNKNOWN));
    }
  }

  private BlockingExchange() {}

  /**
   * Starts an exchange and waits for its end.
   *
   * @param limit the time after which it is aborted, if the transport does not end it before
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  static End run(
      BrazeTransport transport, TransportRequest request, Duration limit, QueryClient.Wait wait)
      throws InterruptedException {
    BlockingExchange blocking = new BlockingExchange();
    Exchange exchange = blocking.start(transport, request);
    boolean ended = false;
    try {
      ended = wait.await(blocking.end.thenAccept(known -> {}), limit);
    } finally {
      if (!ended && exchange != null) {
        abort(exchange);
      }
    }
    return ended
        ? blocking.end.join()
        : End.withoutResponse("the transport did not end the exchange in time");
  }

  private @Nullable Exchange start(BrazeTransport transport, TransportRequest request) {
    try {
      Exchange exchange = transport.start(request);
      var unused = exchange.response().whenComplete(this::ended);
      return exchange;
    } catch (Throwable e) {
      // Includes checked exceptions, because a transport may be written in another language.
      end.complete(new End(null, e));
      return null;
    }
  }

  private void ended(@Nullable TransportResponse response, @Nullable Throwable failure) {
    end.complete(
        response != null || failure != null
            ? new End(response, response != null ? null : failure)
            : End.withoutResponse("the exchange ended without a response"));
  }

  private static void abort(Exchange exchange) {
    try {
      exchange.abort();
    } catch (Throwable e) {
      // The result is the same: there is no response in time.
      return;
    }
  }
}
