package io.github.brazeaudience.transport;

import static io.github.brazeaudience.interleaving.Interleavings.sideBySide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.interleaving.Interleavings;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tests blocking exchanges with a concurrent response, abort and close. */
class BlockingTransportInterleavingTest {
  private static final TransportRequest REQUEST =
      TransportRequest.post(URI.create("http://localhost/"), Map.of(), List.of(new byte[0]));
  private static final TransportResponse RESPONSE =
      TransportResponse.of(201, Map.of(), new byte[0]);

  /** Transport whose exchanges run on a thread of the scenario. */
  private static final class Lent {
    private final List<Runnable> tasks = new ArrayList<>();
    private final BrazeTransport transport;
    private volatile boolean called;
    private volatile boolean interruptLeft;

    Lent(BrazeTransport.BlockingExchange exchange) {
      transport =
          BrazeTransport.blocking(
              request -> {
                called = true;
                return exchange.exchange(request);
              },
              tasks::add);
    }

    /** Runs the exchange on this thread and checks that no interrupt is left. */
    void run() {
      tasks.forEach(Runnable::run);
      interruptLeft |= Thread.interrupted();
    }

    /** Asserts that the exchange ended, as NOT_SENT only if its code was not called. */
    void assertEnded(Exchange exchange) {
      CompletableFuture<TransportResponse> end = exchange.response().toCompletableFuture();
      assertTrue(end.isDone(), "the exchange did not end");
      if (end.isCompletedExceptionally()) {
        assertEquals(called ? Delivery.UNKNOWN : Delivery.NOT_SENT, delivery(end));
      } else {
        assertTrue(called, "a response although the code was not called");
      }
      assertFalse(interruptLeft, "an interrupt was left on a thread of the executor");
    }

    private static Delivery delivery(CompletableFuture<TransportResponse> failed) {
      try {
        failed.join();
        throw new AssertionError("the exchange did not fail");
      } catch (CompletionException e) {
        return ((TransportException) e.getCause()).delivery();
      }
    }
  }

  @Test
  void response_concurrentWithAbortAndClose_endsOnceWithTheRightResult() {
    Interleavings.each(
        () -> {
          Lent lent = new Lent(request -> RESPONSE);
          Exchange exchange = lent.transport.start(REQUEST);
          return sideBySide(lent::run, exchange::abort, lent.transport::close)
              .then(() -> lent.assertEnded(exchange));
        });
  }

  @Test
  void blockedExchange_concurrentWithAbortAndClose_isInterrupted() {
    Interleavings.each(
        () -> {
          CountDownLatch never = new CountDownLatch(1);
          Lent lent =
              new Lent(
                  request -> {
                    never.await();
                    return RESPONSE;
                  });
          Exchange exchange = lent.transport.start(REQUEST);
          return sideBySide(exchange::abort, lent::run, lent.transport::close)
              .then(() -> lent.assertEnded(exchange));
        });
  }

  @Test
  void start_concurrentWithClose_runsOrIsNotSent() {
    Interleavings.each(
        () -> {
          Lent lent = new Lent(request -> RESPONSE);
          Exchange[] exchange = new Exchange[1];
          return sideBySide(
                  () -> {
                    exchange[0] = lent.transport.start(REQUEST);
                    lent.run();
                  },
                  lent.transport::close)
              .then(() -> lent.assertEnded(exchange[0]));
        });
  }
}
