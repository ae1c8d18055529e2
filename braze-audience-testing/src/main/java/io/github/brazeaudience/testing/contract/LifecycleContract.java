package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** Concurrent exchanges, abort, and close. */
abstract class LifecycleContract extends FailureContract {
  private static final int MANY = 32;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  @Test
  void start_stalledServer_returnsImmediately() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              returned.await();
              connection.send(OK);
            });

    Exchange exchange = transport().start(request(server.uri()));
    returned.countDown();

    assertEquals(200, response(exchange).status());
  }

  @Test
  void start_manyRequests_areInFlightConcurrently() throws Exception {
    CountDownLatch arrived = new CountDownLatch(MANY);
    MockWebServer server =
        server(
            ScriptedResponses.from(
                request -> {
                  arrived.countDown();
                  boolean all = arrived.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                  return new MockResponse.Builder().code(all ? 200 : 500).build();
                }));

    List<Exchange> exchanges =
        Stream.generate(() -> transport().start(request(uri(server)))).limit(MANY).toList();

    for (Exchange exchange : exchanges) {
      assertEquals(200, response(exchange).status());
    }
    assertEquals(MANY, server.getRequestCount());
  }

  @Test
  void response_derivedFutureCancelled_doesNotAffectTheExchange() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              cancelled.await();
              connection.send(OK);
            });
    Exchange exchange = transport().start(request(server.uri()));

    CompletableFuture<TransportResponse> future = exchange.response().toCompletableFuture();
    future.cancel(true);
    exchange.response().toCompletableFuture().completeExceptionally(new IOException("not ours"));
    cancelled.countDown();

    assertEquals(200, response(exchange).status());
  }

  @Test
  void abort_beforeResponse_failsUnknownAndClosesTheConnection() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              seen.countDown();
              connection.awaitEnd();
              ended.countDown();
            });
    Exchange exchange = transport().start(request(server.uri()));
    await(seen, "the request arrives");

    exchange.abort();

    assertEquals(Delivery.UNKNOWN, failure(exchange, SHORT_AT_MOST).delivery());
    await(ended, "the server sees the end of the connection");
    assertEquals(1, server.requests());
  }

  @Test
  void abort_inResponseBody_failsUnknownAndClosesTheStream() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    byte[] block = new byte[1 << 16];
    MockWebServer server =
        server(
            new MockResponse.Builder()
                .body(
                    ScriptedResponses.body(
                        1L << 40,
                        sink -> {
                          try {
                            while (true) {
                              sink.write(block).flush();
                              begun.countDown();
                            }
                          } finally {
                            ended.countDown();
                          }
                        })));
    Exchange exchange =
        transport().start(request(uri(server)).withMaxResponseBytes(Integer.MAX_VALUE));
    await(begun, "the response starts");

    exchange.abort();

    assertEquals(Delivery.UNKNOWN, failure(exchange, SHORT_AT_MOST).delivery());
    await(ended, "the server sees the end of the stream");
  }

  @Test
  void abort_inTlsHandshake_failsNotSentAndClosesTheConnection() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    RawServer server =
        closedLater(
            RawServer.start(
                null,
                connection -> {
                  connection.awaitFirstByte();
                  begun.countDown();
                  connection.awaitEnd();
                  ended.countDown();
                }));
    Exchange exchange = transport().start(request(server.uri("https")));
    await(begun, "the handshake starts");

    exchange.abort();

    assertEquals(Delivery.NOT_SENT, failure(exchange, SHORT_AT_MOST).delivery());
    await(ended, "the server sees the end of the connection");
  }

  @Test
  void abort_oneOfTwoExchanges_doesNotAffectTheOther() throws Exception {
    CountDownLatch seen = new CountDownLatch(2);
    CountDownLatch aborted = new CountDownLatch(1);
    MockWebServer server =
        server(
            ScriptedResponses.from(
                request -> {
                  seen.countDown();
                  aborted.await();
                  return new MockResponse.Builder().build();
                }));
    Exchange first = transport().start(request(uri(server)));
    Exchange second = transport().start(request(uri(server)));
    await(seen, "both requests arrive");

    first.abort();
    failure(first, SHORT_AT_MOST);
    aborted.countDown();

    assertEquals(200, response(second).status());
  }

  @Test
  void abort_afterResponse_doesNothing() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body("{}"));
    Exchange exchange = transport().start(request(uri(server)));
    assertEquals(200, response(exchange).status());

    exchange.abort();
    exchange.abort();

    assertEquals(200, response(exchange).status());
    assertEquals(200, response(transport().start(request(uri(server)))).status());
  }

  @Test
  void close_exchangesInFlight_areAborted() throws Exception {
    CountDownLatch seen = new CountDownLatch(3);
    CountDownLatch ended = new CountDownLatch(3);
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              seen.countDown();
              connection.awaitEnd();
              ended.countDown();
            });
    List<Exchange> exchanges =
        Stream.generate(() -> transport().start(request(server.uri()))).limit(3).toList();
    await(seen, "the requests arrive");

    transport().close();

    for (Exchange exchange : exchanges) {
      assertEquals(Delivery.UNKNOWN, failure(exchange, SHORT_AT_MOST).delivery());
    }
    await(ended, "the server sees the end of the connections");
  }

  @Test
  void start_afterClose_failsNotSent() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body("{}"));
    URI uri = uri(server);
    assertEquals(200, response(transport().start(request(uri))).status());

    transport().close();
    transport().close();

    assertEquals(
        Delivery.NOT_SENT, failure(transport().start(request(uri)), SHORT_AT_MOST).delivery());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void close_afterUse_leavesNoNonDaemonThread() throws Exception {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.send(OK);
            });
    assertEquals(200, response(transport().start(request(server.uri()))).status());
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());

    transport().close();

    after.removeAll(before);
    for (Thread thread : after) {
      if (!thread.isDaemon()) {
        thread.join(SHORT_AT_MOST.toMillis());
        assertFalse(thread.isAlive(), () -> thread.getName() + " is alive after close");
      }
    }
  }
}
