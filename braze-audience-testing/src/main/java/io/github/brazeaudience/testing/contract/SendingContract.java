package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The given request is sent once, to the given host. */
abstract class SendingContract extends ContractFixture {
  private static final String OK = "{\"message\":\"success\"}";

  @Test
  void start_bodyInParts_postsExactBytes() throws Exception {
    List<byte[]> parts =
        List.of(utf8("{\"attributes\":["), new byte[0], utf8("{\"name\":\"Zoë ☕\"}"), utf8("]}"));

    assertArrives(parts);
  }

  @Test
  void start_bodyLargerThanFlowControlWindow_postsExactBytes() throws Exception {
    byte[] part = utf8("0123456789abcdef".repeat(4096));

    assertArrives(Collections.nCopies(20, part));
  }

  @Test
  void start_emptyBody_postsNoBytes() throws Exception {
    assertArrives(List.of());
  }

  @Test
  void start_bodyEncodedWhenItIsRead_postsExactBytes() throws Exception {
    assertArrives(List.of(utf8("{\"attributes\":["), utf8("]}")), true);
  }

  /** A transport that reads the body in {@code start} may throw the exception there. */
  @Test
  void start_bodyThatCannotBeEncoded_sendsNothing() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body(OK));
    TransportRequest request =
        TransportRequest.post(
                uri(server),
                headers(),
                () -> {
                  throw new IllegalStateException("simulated");
                })
            .withTimeout(PATIENCE);

    assertThrows(Exception.class, () -> await(transport().start(request), PATIENCE));

    assertEquals(0, server.getRequestCount());
    assertEquals(200, response(transport().start(request(uri(server)))).status());
    assertEquals(1, server.getRequestCount());
  }

  private void assertArrives(List<byte[]> parts) throws Exception {
    assertArrives(parts, false);
  }

  private void assertArrives(List<byte[]> parts, boolean encodedWhenRead) throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body(OK));
    TransportRequest request =
        encodedWhenRead
            ? TransportRequest.post(uri(server), headers(), () -> parts).withTimeout(PATIENCE)
            : request(uri(server), parts);

    TransportResponse response = response(transport().start(request));

    assertEquals(200, response.status());
    RecordedRequest seen = server.takeRequest();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    parts.forEach(expected::writeBytes);
    assertEquals("POST", seen.getMethod());
    assertNotNull(seen.getBody(), "the body");
    assertArrayEquals(expected.toByteArray(), seen.getBody().toByteArray());
    assertNull(seen.getChunkSizes(), "sizes of chunks");
    assertEquals(
        expected.size() == 0 && serversUseHttp2()
            ? seen.getHeaders().values("Content-Length")
            : List.of(String.valueOf(expected.size())),
        seen.getHeaders().values("Content-Length"));
    assertEquals(List.of(), seen.getHeaders().values("Transfer-Encoding"));
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void start_getRequest_isSentWithoutBody() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body(OK));
    URI uri = uri(server).resolve("/users/track/status?group_id=a-1");
    TransportResponse response =
        response(transport().start(TransportRequest.get(uri, headers()).withTimeout(PATIENCE)));

    RecordedRequest seen = server.takeRequest();
    assertEquals(200, response.status());
    assertEquals("GET", seen.getMethod());
    assertEquals("/users/track/status?group_id=a-1", seen.getTarget());
    headers()
        .forEach((name, value) -> assertEquals(List.of(value), seen.getHeaders().values(name)));
    assertEquals(0, seen.getBodySize());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void start_headersAndUri_areSentUnchanged() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().body(OK));
    URI uri = uri(server).resolve("/a%20path/track?x=1&y=%C3%BC");
    Map<String, String> headers =
        Map.of(
            "Authorization", "Bearer a-b.c",
            "Content-Type", "application/json",
            "User-Agent", "partner-Org-Product/1.0",
            "X-Extra", "a, b; c=\"d\"");

    response(
        transport()
            .start(TransportRequest.post(uri, headers, List.of(utf8("{}"))).withTimeout(PATIENCE)));

    RecordedRequest seen = server.takeRequest();
    assertEquals("/a%20path/track?x=1&y=%C3%BC", seen.getTarget());
    headers.forEach(
        (name, value) -> assertEquals(List.of(value), seen.getHeaders().values(name), name));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void start_redirect_isReturnedAndNotFollowed(int status) throws Exception {
    MockWebServer elsewhere = server(new MockResponse.Builder().body(OK));
    MockWebServer server =
        server(new MockResponse.Builder().code(status).addHeader("Location", uri(elsewhere)));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertEquals(status, response.status());
    assertEquals(uri(elsewhere).toString(), response.header("Location").orElse(""));
    assertEquals(1, server.getRequestCount());
    assertEquals(0, elsewhere.getRequestCount());
  }

  @ParameterizedTest
  @CsvSource({
    "401, WWW-Authenticate, Basic realm=\"braze\"",
    "408, Retry-After, 0",
    "408, Connection, close",
    "429, Retry-After, 0",
    "503, Retry-After, 0",
    "503, Retry-After, 1714592744065"
  })
  void start_retryableStatus_isSentOnce(int status, String header, String value) throws Exception {
    MockResponse.Builder builder = new MockResponse.Builder().code(status);
    boolean forbiddenInHttp2 = serversUseHttp2() && header.equals("Connection");
    MockWebServer server = server(forbiddenInHttp2 ? builder : builder.addHeader(header, value));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertEquals(status, response.status());
    if (!header.equals("Connection")) {
      assertEquals(value, response.header(header).orElse(""));
    }
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 503})
  void start_getRequestWithRetryableStatus_isSentOnce(int status) throws Exception {
    MockWebServer server =
        server(new MockResponse.Builder().code(status).addHeader("Retry-After", "0"));

    TransportRequest request = TransportRequest.get(uri(server), headers()).withTimeout(PATIENCE);

    assertEquals(status, response(transport().start(request)).status());
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 7, 8})
  void start_streamClosedWithoutResponse_failsUnknownAndIsSentOnce(int errorOfHttp2)
      throws Exception {
    ScriptedResponses none =
        ScriptedResponses.always(
            new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseStream(errorOfHttp2))
                .build());
    MockWebServer server = server(none);

    TransportException failure = failure(transport().start(request(uri(server))));

    assertEquals(Delivery.UNKNOWN, failure.delivery());
    assertEquals(1, none.wholeRequests());
  }

  @Test
  void start_connectionResetAfterRequest_failsUnknownAndIsSentOnce() throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.reset();
            });

    TransportException failure = failure(transport().start(request(server.uri())));

    assertEquals(Delivery.UNKNOWN, failure.delivery());
    assertEquals(1, server.requests());
  }

  @Test
  void start_reusedConnectionResetAfterRequest_failsUnknownAndIsSentOnce() throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              while (connection.readRequest() == 1) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
              }
              connection.reset();
            });
    assertEquals(200, response(transport().start(request(server.uri()))).status());

    TransportException failure = failure(transport().start(request(server.uri())));

    assertEquals(Delivery.UNKNOWN, failure.delivery());
    assertEquals(2, server.requests(), "requests on the connection");
  }
}
