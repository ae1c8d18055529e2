package io.github.brazeaudience.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, headers, and a body that is complete or reported as incomplete. */
abstract class ResponseContract extends SendingContract {
  private static final int LIMIT = 1000;
  private static final long TERABYTE = 1L << 40;

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 400, 401, 403, 404, 413, 415, 429, 500, 502, 503, 504})
  void start_anyStatus_isReturned(int status) throws Exception {
    MockWebServer server =
        server(new MockResponse.Builder().code(status).body("{\"message\":\"größer\"}"));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertEquals(status, response.status());
    assertArrayEquals(utf8("{\"message\":\"größer\"}"), response.body());
    assertTrue(response.bodyComplete());
  }

  @Test
  void start_responseHeaders_areCaseInsensitiveAndFirstValueWins() throws Exception {
    MockWebServer server =
        server(
            new MockResponse.Builder()
                .addHeader("X-RateLimit-Remaining", "17")
                .addHeader("x-ratelimit-remaining", "16")
                .addHeader("X-Empty", ""));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertEquals(Optional.of("17"), response.header("X-RATELIMIT-remaining"));
    assertEquals(Optional.of(""), response.header("x-empty"));
    assertEquals(Optional.empty(), response.header("Retry-After"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 500})
  void start_emptyBody_isComplete(int status) throws Exception {
    MockResponse.Builder builder = new MockResponse.Builder().code(status);
    MockWebServer server = server(status == 204 ? builder.removeHeader("Content-Length") : builder);

    TransportResponse response = response(transport().start(request(uri(server))));

    assertEquals(status, response.status());
    assertEquals(0, response.body().length);
    assertTrue(response.bodyComplete());
  }

  /**
   * HTTP forbids a body for these statuses, and some clients reject a response that announces one.
   * The request has arrived in both cases.
   */
  @ParameterizedTest
  @CsvSource({
    "204, Content-Length: 2",
    "204, Content-Length: 0",
    "204, Transfer-Encoding: chunked",
    "204, X-Length: none",
    "205, Content-Length: 2",
    "205, Content-Length: 0",
    "205, Connection: close"
  })
  void start_statusWithoutBody_isReturnedOrFailsUnknown(int status, String header)
      throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 " + status + " None\r\n" + header + "\r\n\r\n");
              if (header.endsWith(": 2")) {
                connection.send("{}");
              }
            });

    Exchange exchange = transport().start(request(server.uri()));
    if (exchange
        .response()
        .handle((response, failure) -> response != null)
        .toCompletableFuture()
        .join()) {
      assertEquals(status, response(exchange).status());
    } else {
      assertEquals(Delivery.UNKNOWN, failure(exchange).delivery());
    }
    assertEquals(1, server.requests());
  }

  @Test
  void start_bodyWithoutLength_isReadToEnd() throws Exception {
    String body = "0123456789".repeat(5000);
    MockResponse.Builder builder = new MockResponse.Builder();
    MockWebServer server =
        server(
            serversUseHttp2()
                ? builder.body(body).removeHeader("Content-Length")
                : builder.chunkedBody(body, 333));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertArrayEquals(utf8(body), response.body());
    assertTrue(response.bodyComplete());
  }

  @Test
  void start_requestedCompression_isDecompressed() throws Exception {
    String body = "{\"message\":\"success\"}".repeat(100);
    MockWebServer server =
        server(
            ScriptedResponses.from(
                request -> {
                  String accepted = request.getHeaders().get("Accept-Encoding");
                  MockResponse.Builder response = new MockResponse.Builder();
                  return accepted != null && accepted.contains("gzip")
                      ? response
                          .addHeader("Content-Encoding", "gzip")
                          .body(new Buffer().write(gzip(utf8(body))))
                          .build()
                      : response.body(body).build();
                }));

    TransportResponse response = response(transport().start(request(uri(server))));

    assertArrayEquals(utf8(body), response.body());
    assertTrue(response.bodyComplete());
  }

  @Test
  void start_bodyAtLimit_isComplete() throws Exception {
    String body = "x".repeat(LIMIT);
    MockWebServer server = server(new MockResponse.Builder().body(body));

    TransportResponse response = limitedResponse(server);

    assertArrayEquals(utf8(body), response.body());
    assertTrue(response.bodyComplete());
  }

  @Test
  void start_bodyOverLimit_isTruncated() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().code(201).body("x".repeat(LIMIT + 1)));

    assertTruncated(201, utf8("x".repeat(LIMIT)), limitedResponse(server));
  }

  @Test
  void start_endlessBody_isTruncated() throws Exception {
    byte[] block = utf8("x".repeat(8192));
    MockResponseBody endless =
        ScriptedResponses.body(
            TERABYTE,
            sink -> {
              while (true) {
                sink.write(block).flush();
              }
            });
    MockWebServer server = server(new MockResponse.Builder().body(endless));

    assertTruncated(200, utf8("x".repeat(LIMIT)), limitedResponse(server));
  }

  /** The limit applies to the decompressed size. */
  @Test
  void start_endlessCompressedBody_isTruncated() throws Exception {
    byte[] block = new byte[1 << 16];
    MockResponseBody endless =
        ScriptedResponses.body(
            TERABYTE,
            sink -> {
              GZIPOutputStream gzip = new GZIPOutputStream(sink.outputStream(), true);
              while (true) {
                gzip.write(block);
                gzip.flush();
              }
            });
    MockWebServer server =
        server(new MockResponse.Builder().body(endless).addHeader("Content-Encoding", "gzip"));

    TransportResponse response = limitedResponse(server);

    assertEquals(200, response.status());
    assertFalse(response.bodyComplete());
    assertTrue(response.body().length <= LIMIT, () -> response.body().length + " bytes");
  }

  private TransportResponse limitedResponse(MockWebServer server) throws Exception {
    return response(transport().start(request(uri(server)).withMaxResponseBytes(LIMIT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\n{\"message\":\"succ",
        "Content-Length: 1099511627776\r\n\r\n{\"message\":\"succ",
        "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"message\":\"succ\r\n",
        "Transfer-Encoding: chunked\r\n\r\n64\r\n{\"message\":\"succ"
      })
  void start_connectionLostInBody_isTruncated(String headAndBody) throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 201 Created\r\nX-Seen: yes\r\n" + headAndBody);
            });

    TransportResponse response = response(transport().start(request(server.uri())));

    assertTruncated(201, utf8("{\"message\":\"succ"), response);
    assertEquals(Optional.of("yes"), response.header("x-seen"));
    assertEquals(1, server.requests());
  }

  /** The suite does not specify the length of the partial body. */
  private static void assertTruncated(int status, byte[] whole, TransportResponse response) {
    assertEquals(status, response.status());
    assertFalse(response.bodyComplete(), "complete");
    byte[] body = response.body();
    assertTrue(body.length <= whole.length, () -> body.length + " bytes");
    assertArrayEquals(Arrays.copyOf(whole, body.length), body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "220 ESMTP <key>\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Half: <key>"})
  void start_responseNotHttp_failsUnknownAndIsSentOnce(String text) throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.send(text.replace("<key>", headers().getOrDefault("Authorization", "")));
            });

    assertEquals(Delivery.UNKNOWN, failure(transport().start(request(server.uri()))).delivery());
    assertEquals(1, server.requests());
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new AssertionError("writing to memory failed", e);
    }
    return packed.toByteArray();
  }
}
