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
  private BlockingExchange() {}

  /** End of an exchange: the response or the failure, and the other is null. */
  record End(@Nullable TransportResponse response, @Nullable Throwable failure) {
    private static End of(@Nullable TransportResponse response, @Nullable Throwable failure) {
      return response == null && failure == null
          ? withoutResponse("the exchange ended without a response")
          : new End(response, response == null ? failure : null);
    }

    private static End withoutResponse(String message) {
      return new End(null, new TransportException(message, Delivery.UNKNOWN));
    }
  }

  /** Waits for the end of an exchange, and aborts it if it does not end within the limit. */
  static End run(
      BrazeTransport transport, TransportRequest request, Duration limit, QueryClient.Wait wait)
      throws InterruptedException {
    CompletableFuture<End> end = new CompletableFuture<>();
    Exchange exchange;
    try {
      exchange = transport.start(request);
      var unused =
          exchange
              .response()
              .whenComplete((response, failure) -> end.complete(End.of(response, failure)));
    } catch (Throwable e) {
      // Includes checked exceptions, because a transport may be written in another language.
      return new End(null, e);
    }
    boolean ended = false;
    try {
      ended = wait.await(end.thenAccept(known -> {}), limit);
    } finally {
      if (!ended) {
        abort(exchange);
      }
    }
    return ended
        ? end.join()
        : End.withoutResponse("the transport did not end the exchange in time");
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
