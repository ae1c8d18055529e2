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
  void start_anyStatus_isAnAnswer(int status) throws Exception {
    MockWebServer server =
        server(new MockResponse.Builder().code(status).body("{\"message\":\"größer\"}"));

    TransportResponse answer = answer(transport().start(request(uri(server))));

    assertEquals(status, answer.status());
    assertArrayEquals(utf8("{\"message\":\"größer\"}"), answer.body());
    assertTrue(answer.bodyComplete());
  }

  @Test
  void start_headersOfTheAnswer_areFoundInAnyCaseAndTheFirstCounts() throws Exception {
    MockWebServer server =
        server(
            new MockResponse.Builder()
                .addHeader("X-RateLimit-Remaining", "17")
                .addHeader("x-ratelimit-remaining", "16")
                .addHeader("X-Empty", ""));

    TransportResponse answer = answer(transport().start(request(uri(server))));

    assertEquals(Optional.of("17"), answer.header("X-RATELIMIT-remaining"));
    assertEquals(Optional.of(""), answer.header("x-empty"));
    assertEquals(Optional.empty(), answer.header("Retry-After"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 500})
  void start_emptyBody_isComplete(int status) throws Exception {
    MockResponse.Builder answers = new MockResponse.Builder().code(status);
    MockWebServer server = server(status == 204 ? answers.removeHeader("Content-Length") : answers);

    TransportResponse answer = answer(transport().start(request(uri(server))));

    assertEquals(status, answer.status());
    assertEquals(0, answer.body().length);
    assertTrue(answer.bodyComplete());
  }

  /** HTTP forbids a body for these statuses, and some clients reject a response that announces one. The request has arrived in both cases. */
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
  void start_noContent_isAnAnswerOrFailsUnknown(int status, String header) throws Exception {
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
      assertEquals(status, answer(exchange).status());
    } else {
      assertEquals(Delivery.UNKNOWN, failure(exchange).delivery());
    }
    assertEquals(1, server.requests());
  }

  @Test
  void start_bodyWithoutLength_isReadToItsEnd() throws Exception {
    String body = "0123456789".repeat(5000);
    MockResponse.Builder answers = new MockResponse.Builder();
    MockWebServer server =
        server(
            serversSpeakHttp2()
                ? answers.body(body).removeHeader("Content-Length")
                : answers.chunkedBody(body, 333));

    TransportResponse answer = answer(transport().start(request(uri(server))));

    assertArrayEquals(utf8(body), answer.body());
    assertTrue(answer.bodyComplete());
  }

  @Test
  void start_compressedBodyThatWasAskedFor_isDecompressed() throws Exception {
    String body = "{\"message\":\"success\"}".repeat(100);
    MockWebServer server =
        server(
            ScriptedResponses.from(
                request -> {
                  String accepted = request.getHeaders().get("Accept-Encoding");
                  MockResponse.Builder answer = new MockResponse.Builder();
                  return accepted != null && accepted.contains("gzip")
                      ? answer
                          .addHeader("Content-Encoding", "gzip")
                          .body(new Buffer().write(gzip(utf8(body))))
                          .build()
                      : answer.body(body).build();
                }));

    TransportResponse answer = answer(transport().start(request(uri(server))));

    assertArrayEquals(utf8(body), answer.body());
    assertTrue(answer.bodyComplete());
  }

  @Test
  void start_bodyAsLongAsAllowed_isComplete() throws Exception {
    String body = "x".repeat(LIMIT);
    MockWebServer server = server(new MockResponse.Builder().body(body));

    TransportResponse answer = limitedAnswer(server);

    assertArrayEquals(utf8(body), answer.body());
    assertTrue(answer.bodyComplete());
  }

  @Test
  void start_bodyOneByteTooLong_isCut() throws Exception {
    MockWebServer server = server(new MockResponse.Builder().code(201).body("x".repeat(LIMIT + 1)));

    assertCut(201, utf8("x".repeat(LIMIT)), limitedAnswer(server));
  }

  @Test
  void start_endlessBody_isCut() throws Exception {
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

    assertCut(200, utf8("x".repeat(LIMIT)), limitedAnswer(server));
  }

  /** The limit applies to the decompressed size. */
  @Test
  void start_endlessCompressedBody_isCut() throws Exception {
    byte[] block = new byte[1 << 16];
    MockResponseBody bomb =
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
        server(new MockResponse.Builder().body(bomb).addHeader("Content-Encoding", "gzip"));

    TransportResponse answer = limitedAnswer(server);

    assertEquals(200, answer.status());
    assertFalse(answer.bodyComplete());
    assertTrue(answer.body().length <= LIMIT, () -> answer.body().length + " bytes");
  }

  private TransportResponse limitedAnswer(MockWebServer server) throws Exception {
    return answer(transport().start(request(uri(server)).withMaxResponseBytes(LIMIT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\n{\"message\":\"succ",
        "Content-Length: 1099511627776\r\n\r\n{\"message\":\"succ",
        "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"message\":\"succ\r\n",
        "Transfer-Encoding: chunked\r\n\r\n64\r\n{\"message\":\"succ"
      })
  void start_bodyThatBreaksOff_isCut(String headAndBody) throws Exception {
    RawServer server =
        rawServer(
            connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 201 Created\r\nX-Seen: yes\r\n" + headAndBody);
            });

    TransportResponse answer = answer(transport().start(request(server.uri())));

    assertCut(201, utf8("{\"message\":\"succ"), answer);
    assertEquals(Optional.of("yes"), answer.header("x-seen"));
    assertEquals(1, server.requests());
  }

  /** The suite does not specify the length of the partial body. */
  private static void assertCut(int status, byte[] whole, TransportResponse answer) {
    assertEquals(status, answer.status());
    assertFalse(answer.bodyComplete(), "complete");
    byte[] body = answer.body();
    assertTrue(body.length <= whole.length, () -> body.length + " bytes");
    assertArrayEquals(Arrays.copyOf(whole, body.length), body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "220 ESMTP <key>\r\n\r\n", "HTTP/1.1 200 OK\r\nX-Half: <key>"})
  void start_answerThatIsNotHttp_failsUnknownAndIsSentOnce(String text) throws Exception {
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
      throw new AssertionError("an array in memory does not fail", e);
    }
    return packed.toByteArray();
  }
}
