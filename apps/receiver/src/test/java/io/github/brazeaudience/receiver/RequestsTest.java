package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.receiver.intake.Secret;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over HTTP: refused bodies, encodings, slow clients, health, metrics and pages. */
@Timeout(300)
class RequestsTest {
  private static final int TOO_LARGE = (16 << 20) + 1;
  private static final String SECRET = "open sesame";
  private static final int SLOW_CLIENTS = 300;

  @TempDir static Path directory;
  private static FakeBraze braze;
  private static RunningReceiver receiver;

  @BeforeAll
  static void start() {
    braze = FakeBraze.start();
    receiver = RunningReceiver.start(directory, braze, Secret.of(SECRET), 1_000_000);
  }

  @AfterAll
  static void close() {
    receiver.close();
    braze.close();
  }

  private static HttpResponse<String> post(byte[] body, String... headers) {
    var request = receiver.requestTo("/").header(Secret.HEADER, SECRET);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return receiver.send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  private static HttpResponse<String> post(String message) {
    return post(message.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"error\":\"" + error + "\",\"message\":\"")
        .endsWith("\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "not json|is not JSON",
        "{\"type\":|ends in the middle",
        "[]|is not an object",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":7}|not an array",
        "{\"type\":\"audience_subscription_request\"}|no `audience_id`"
      })
  void post_malformed_isRefusedAndNotStored(String message, String problem) {
    HttpResponse<String> answer = post(message);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).contains("\"error\":\"malformed_message\"", problem);
    assertThat(braze.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"event_processing_request\",\"id\":\"m\",\"events\":[]}",
        "{\"type\":\"something_newer_request\"}",
        "{\"type\":\"module_registration_request\",\"id\":\"m\"}"
      })
  void post_otherType_getsAResponse(String message) {
    HttpResponse<String> answer = post(message);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\":", "\"timestamp_ms\":", "\"firehose_version\":");
  }

  /** Answered as done, a request to erase a person would be lost. */
  @Test
  void post_dataSubjectRequest_isRefused() {
    assertProblem(
        post("{\"type\":\"dsr_processing_request\",\"id\":\"m\"}"), 501, "unsupported_message");
  }

  @Test
  void post_subscription_isLogged() {
    post(sample("firehose-3.2.0-AudienceSubscriptionRequest.json"));
    assertThat(receiver.notices()).contains("audience 1234: subscription ADD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
  void request_otherMethodThanPost_isRefused(String method) {
    HttpResponse<String> answer =
        receiver.send(receiver.requestTo("/").method(method, BodyPublishers.noBody()));

    assertThat(answer.headers().firstValue("Allow")).contains("POST");
    assertProblem(answer, 405, "method_not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "open sesame2"})
  void post_withoutTheSecret_isRefused(String secret) {
    var request = receiver.requestTo("/");
    if (!secret.isEmpty()) {
      request.header(Secret.HEADER, secret);
    }
    assertProblem(
        receiver.send(request.POST(BodyPublishers.ofString(add("u-1", 7)))), 401, "unauthorized");
  }

  @Test
  void post_tooLarge_isRefusedWithOrWithoutDeclaredLength() {
    byte[] large = new byte[TOO_LARGE];

    assertProblem(post(large), 413, "message_too_large");
    assertProblem(
        receiver.send(
            receiver
                .requestTo("/")
                .header(Secret.HEADER, SECRET)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
        413,
        "message_too_large");
  }

  /** A client that declares a huge body waits for no byte of it to be read. */
  @Test
  void post_hugeDeclaredLength_isRefusedBeforeTheBody() throws IOException {
    try (Socket client = new Socket(receiver.uri().getHost(), receiver.uri().getPort())) {
      client.getOutputStream().write(head(1L << 40).getBytes(StandardCharsets.US_ASCII));
      byte[] start = client.getInputStream().readNBytes("HTTP/1.1 413".length());
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  private static String head(long length) {
    return "POST / HTTP/1.1\r\nHost: receiver\r\n"
        + Secret.HEADER
        + ": "
        + SECRET
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  @Test
  void post_gzip_isTaken() throws IOException, InterruptedException {
    byte[] message = gzip(add("u-gzip", 7).getBytes(StandardCharsets.UTF_8));
    assertThat(post(message, "Content-Encoding", "gzip").statusCode()).isEqualTo(200);
    receiver.await(() -> Boolean.TRUE.equals(receiver.attribute("u-gzip", "In A7")));
  }

  @Test
  void post_gzipThatGrowsOverTheLimit_isRefused() throws IOException {
    byte[] bomb = gzip(new byte[TOO_LARGE]);
    assertThat(bomb).hasSizeLessThan(100_000);
    assertProblem(post(bomb, "Content-Encoding", "gzip"), 413, "message_too_large");
  }

  @Test
  void post_damagedGzip_isRefused() {
    byte[] damaged = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7};
    assertProblem(post(damaged, "Content-Encoding", "gzip"), 400, "bad_encoding");
  }

  @Test
  void post_otherEncoding_isRefused() {
    assertProblem(post(new byte[8], "Content-Encoding", "br"), 415, "unsupported_encoding");
  }

  @Test
  void post_whileManyClientsSendNothing_getsAResponse() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        Socket client = new Socket(receiver.uri().getHost(), receiver.uri().getPort());
        slow.add(client);
        OutputStream out = client.getOutputStream();
        out.write((head(1_000_000) + "{").getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      assertThat(post(add("u-fast", 7)).statusCode()).isEqualTo(200);
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  @Test
  void health_whileAllWorks_isUp() {
    assertThat(receiver.get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = receiver.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("\"database\":{\"status\":\"UP\"}", "\"suspended\":false");
  }

  @Test
  void metrics_areInPrometheusFormat() {
    HttpResponse<String> metrics = receiver.get("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(metrics.body())
        .contains(
            "# TYPE braze_audience_receiver_messages_seconds histogram",
            "braze_audience_receiver_backlog ",
            "braze_audience_receiver_storing 1.0",
            "braze_audience_receiver_suspended 0.0",
            "braze_audience_requests_active",
            "hikaricp_connections");
  }

  @Test
  void page_loadsOnlyWhatTheReceiverServes() {
    HttpResponse<String> page = receiver.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContainPattern("<script>|<style>| style=| on[a-z]+=");
    List<String> assets =
        Pattern.compile("(?:src|href)=\"([^\"#]+)\"")
            .matcher(page.body())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(ArrayList::new));
    assets.addAll(List.of("format.js", "plots.js"));
    assertThat(assets).hasSizeGreaterThan(6).noneMatch(asset -> asset.contains("//"));
    for (String asset : assets) {
      assertThat(receiver.get("/" + asset).statusCode()).as(asset).isEqualTo(200);
    }
  }

  @Test
  void statusJson_hasNoIdentity() throws InterruptedException {
    post(
        "{\"type\":\"audience_membership_change_request\",\"id\":\"m-status\",\"user_profiles\":[{},"
            + Messages.profile("u-in-status", "add", 7)
            + "]}");
    // The outcomes are counted after the update has left the outbox.
    receiver.await(
        () ->
            Stream.of("\"reason\":\"NO_IDENTIFIER\"", "\"status\":\"accepted\"")
                .allMatch(receiver.get("/status.json").body()::contains));
    assertThat(receiver.get("/status.json").body())
        .contains("\"problems\":[]")
        .doesNotContain("u-in-status");
  }

  @Test
  void get_unknownPath_isNotFound() {
    assertThat(receiver.get("/env").statusCode()).isEqualTo(404);
    assertThat(receiver.get("/actuator").statusCode()).isEqualTo(404);
  }
}
