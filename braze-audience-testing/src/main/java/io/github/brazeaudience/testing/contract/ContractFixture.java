package io.github.brazeaudience.testing.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.testing.internal.LinkCheck;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Transport under test, its servers, and access to the result of an exchange. */
@Timeout(120)
abstract class ContractFixture {
  /** Timeout of requests that end sooner, and of the tests' own waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Timeout of requests that reach it. */
  static final Duration SHORT = Duration.ofMillis(400);

  /**
   * Longer than a request with {@link #SHORT} takes on a busy machine, shorter than common default
   * timeouts.
   */
  static final Duration SHORT_AT_MOST = Duration.ofSeconds(9);

  private static final String KEY = "secret-rest-api-key";
  private static final String IDENTITY = "secret-user-id";

  /** Released at the end of the test, before the servers that wait for it are closed. */
  final CountDownLatch testEnd = new CountDownLatch(1);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private @Nullable BrazeTransport transport;

  abstract BrazeTransport transportUnderTest() throws Exception;

  abstract @Nullable SSLContext serverTlsContext();

  abstract boolean serversUseHttp2();

  @BeforeEach
  void openTransport() throws Exception {
    LinkCheck.run();
    transport = transportUnderTest();
  }

  @AfterEach
  void closeTransportAndServers() throws Exception {
    testEnd.countDown();
    transport().close();
    while (!resources.isEmpty()) {
      resources.pop().close();
    }
  }

  final BrazeTransport transport() {
    if (transport == null) {
      throw new IllegalStateException("the test has not started");
    }
    return transport;
  }

  /** Registers a resource to close after the test. Resources are closed in reverse order. */
  final <T extends AutoCloseable> T closedLater(T resource) {
    resources.push(resource);
    return resource;
  }

  final MockWebServer server(ScriptedResponses responses) throws Exception {
    MockWebServer server = closedLater(new MockWebServer());
    server.setDispatcher(responses);
    SSLContext tls = serverTlsContext();
    if (tls != null) {
      server.useHttps(tls.getSocketFactory());
    }
    server.setProtocols(
        serversUseHttp2()
            ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
            : List.of(Protocol.HTTP_1_1));
    server.start(InetAddress.getByName("localhost"), 0);
    return server;
  }

  final MockWebServer server(MockResponse.Builder response) throws Exception {
    return server(ScriptedResponses.always(response.build()));
  }

  final RawServer rawServer(RawServer.Script script) throws Exception {
    return closedLater(RawServer.start(serverTlsContext(), script));
  }

  final URI uri(MockWebServer server) {
    String scheme = serverTlsContext() == null ? "http" : "https";
    return URI.create(scheme + "://localhost:" + server.getPort() + "/users/track");
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static TransportRequest request(URI uri) {
    return request(uri, List.of(utf8("{\"attributes\":[{\"external_id\":\"" + IDENTITY + "\"}]}")));
  }

  static TransportRequest request(URI uri, List<byte[]> body) {
    return TransportRequest.post(uri, headers(), body).withTimeout(PATIENCE);
  }

  static Map<String, String> headers() {
    return Map.of("Authorization", "Bearer " + KEY, "Content-Type", "application/json");
  }

  /** {@return the response of an exchange that succeeds} */
  final TransportResponse response(Exchange exchange) throws Exception {
    TransportResponse response = await(exchange, PATIENCE);
    assertNothingSecret(exchange + " " + transport() + " " + response);
    return response;
  }

  /** {@return the failure of an exchange that fails} */
  final TransportException failure(Exchange exchange) {
    return failure(exchange, PATIENCE);
  }

  /** {@return the failure of an exchange that fails within a duration} */
  final TransportException failure(Exchange exchange, Duration within) {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> await(exchange, within));
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    assertNothingSecret(exchange + " " + transport() + " " + trace);
    return assertInstanceOf(TransportException.class, thrown.getCause(), "the failure");
  }

  /**
   * Returns the response of an exchange, or throws an exception whose cause is the exchange's
   * failure.
   */
  static TransportResponse await(Exchange exchange, Duration within) throws Exception {
    return exchange.response().toCompletableFuture().get(within.toMillis(), MILLISECONDS);
  }

  static void await(CountDownLatch latch, String what) throws InterruptedException {
    assertTrue(latch.await(PATIENCE.toMillis(), MILLISECONDS), what);
  }

  private static void assertNothingSecret(String printed) {
    assertFalse(printed.contains(KEY), () -> "prints the key: " + printed);
    assertFalse(printed.contains(IDENTITY), () -> "prints the identity of a user: " + printed);
  }
}
