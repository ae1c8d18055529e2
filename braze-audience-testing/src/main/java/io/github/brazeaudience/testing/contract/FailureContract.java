package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.brazeaudience.testing.internal.Tls;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures are NOT_SENT if nothing was sent and UNKNOWN otherwise, and end within the timeout. */
abstract class FailureContract extends ResponseContract {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void start_connectionRefused_failsNotSent() throws Exception {
    // Bound but not listening: the port is reserved and refuses connections.
    Socket bound = closedLater(new Socket());
    bound.bind(ANY_PORT);

    assertNotSent(request(URI.create("http://localhost:" + bound.getLocalPort() + "/")));
  }

  @Test
  void start_unknownHost_failsNotSent() {
    assertNotSent(request(URI.create("https://braze.invalid/users/track")));
  }

  @Test
  void start_serverWithoutTls_failsNotSent() throws Exception {
    RawServer server =
        closedLater(
            RawServer.start(
                null,
                connection -> {
                  connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                  connection.awaitEnd();
                }));

    assertNotSent(request(server.uri("https")));
  }

  @Test
  void start_connectionResetInTlsHandshake_failsNotSent() throws Exception {
    RawServer server = closedLater(RawServer.start(null, RawConnection::reset));

    assertNotSent(request(server.uri("https")));
  }

  @Test
  void start_connectionClosedInTlsHandshake_failsNotSent() throws Exception {
    RawServer server = closedLater(RawServer.start(null, RawConnection::awaitFirstByte));

    assertNotSent(request(server.uri("https")));
  }

  @Test
  void start_tlsHandshakeRefused_failsNotSent() throws Exception {
    String handshakeFailureAlert = "\u0015\u0003\u0003\u0000\u0002\u0002(";
    RawServer server =
        closedLater(
            RawServer.start(
                null,
                connection -> {
                  connection.awaitFirstByte();
                  connection.send(handshakeFailureAlert);
                  connection.awaitEnd();
                }));

    assertNotSent(request(server.uri("https")));
  }

  @Test
  void start_stalledTlsHandshake_failsNotSentWithinTimeout() throws Exception {
    RawServer server = closedLater(RawServer.start(null, RawConnection::awaitEnd));

    assertNotSent(request(server.uri("https")).withTimeout(SHORT));
  }

  /**
   * Some operating systems refuse the connections instead of queueing them, which is NOT_SENT as
   * well.
   */
  @Test
  void start_stalledConnect_failsNotSentWithinTimeout() throws Exception {
    ServerSocket full = closedLater(new ServerSocket());
    full.bind(ANY_PORT, 1);
    for (int i = 0; i < 8; i++) {
      SocketChannel waiting = closedLater(SocketChannel.open());
      waiting.configureBlocking(false);
      waiting.connect(full.getLocalSocketAddress());
    }
    URI uri = URI.create("http://localhost:" + full.getLocalPort() + "/users/track");

    assertNotSent(request(uri).withTimeout(SHORT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://localhost/users/track", "/users/track", "mailto:a@example.com"})
  void start_uriNotHttp_failsNotSent(String address) {
    assertNotSent(request(URI.create(address)));
  }

  @Test
  void start_invalidHeader_failsNotSentWithoutPrintingTheValue() throws Exception {
    MockWebServer server = server(new MockResponse.Builder());
    String forbidden = headers().get("Authorization") + "\nX-Injected: yes";
    TransportRequest request =
        TransportRequest.post(uri(server), Map.of("Authorization", forbidden), List.of());

    assertNotSent(request);
    assertEquals(0, server.getRequestCount());
  }

  /** Uses a certificate that the transport does not trust. The connect failure is optional. */
  @Test
  void start_untrustedCertificate_failsNotSent() throws Exception {
    RawServer server = closedLater(RawServer.start(Tls.create().server(), RawConnection::awaitEnd));

    TransportException failure = failure(transport().start(request(server.uri())), SHORT_AT_MOST);

    assertEquals(Delivery.NOT_SENT, failure.delivery());
    failure
        .connectFailure()
        .ifPresent(it -> assertEquals(ConnectFailure.Kind.UNTRUSTED_CERTIFICATE, it.kind()));
  }

  private void assertNotSent(TransportRequest request) {
    TransportException failure = failure(transport().start(request), SHORT_AT_MOST);

    assertEquals(Delivery.NOT_SENT, failure.delivery());
  }

  @Test
  void start_stalledResponse_failsUnknownWithinTimeoutAndIsSentOnce() throws Exception {
    MockWebServer server =
        server(
            ScriptedResponses.from(
                request -> {
                  testEnd.await();
                  return new MockResponse.Builder().build();
                }));

    TransportException failure =
        failure(transport().start(request(uri(server)).withTimeout(SHORT)), SHORT_AT_MOST);

    assertEquals(Delivery.UNKNOWN, failure.delivery());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void start_serverNotReading_failsUnknownWithinTimeout() throws Exception {
    RawServer server = rawServer(connection -> testEnd.await());
    List<byte[]> largerThanSocketBuffers = Collections.nCopies(64, new byte[1 << 20]);

    Exchange exchange =
        transport().start(request(server.uri(), largerThanSocketBuffers).withTimeout(SHORT));

    assertEquals(
        serversUseTls() ? Delivery.NOT_SENT : Delivery.UNKNOWN,
        failure(exchange, SHORT_AT_MOST).delivery());
  }

  private boolean serversUseTls() {
    return serverTlsContext() != null;
  }

  /**
   * A late body must not discard the status, which distinguishes a rejected key from an accepted
   * batch.
   */
  @Test
  void start_stalledBody_isTruncatedWithinTimeout() throws Exception {
    assertTruncatedWithinTimeout(
        ScriptedResponses.body(
            100,
            sink -> {
              sink.writeUtf8("{\"message\":").flush();
              testEnd.await();
            }));
  }

  /** Each byte arrives before a read timeout, so only a timeout of the whole exchange ends it. */
  @Test
  void start_tricklingBody_isTruncatedWithinTimeout() throws Exception {
    assertTruncatedWithinTimeout(
        ScriptedResponses.body(
            1_000_000,
            sink -> {
              do {
                sink.writeByte('x').flush();
              } while (!testEnd.await(20, TimeUnit.MILLISECONDS));
            }));
  }

  /**
   * Tries longer timeouts if there is no response, because on a busy machine the connection may
   * take longer than the shortest one.
   */
  private void assertTruncatedWithinTimeout(MockResponseBody body) throws Exception {
    Duration timeout = SHORT;
    while (true) {
      MockWebServer server = server(new MockResponse.Builder().code(401).body(body));
      Exchange exchange = transport().start(request(uri(server)).withTimeout(timeout));
      try {
        TransportResponse response = await(exchange, SHORT_AT_MOST);
        assertEquals(401, response.status());
        assertFalse(response.bodyComplete(), "complete");
        assertEquals(1, server.getRequestCount());
        return;
      } catch (ExecutionException noResponse) {
        timeout = timeout.multipliedBy(4);
        if (timeout.compareTo(SHORT_AT_MOST) > 0) {
          throw noResponse;
        }
      }
    }
  }
}
