package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of a request before its objects: path, method, key, content type, size and count. */
class RequestRouterTest {
  private static final String OBJECT = "{\"external_id\":\"u-1\",\"a\":\"b\"}";
  private static final String BODY = "{\"attributes\":[" + OBJECT + "]}";

  private final FakeBraze braze = FakeBraze.start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  private static BodyPublisher body() {
    return BodyPublishers.ofString(BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "/users/track?x=1, 201, ",
    "/users/track/, 403, Access Denied",
    "/users/track/bulk, 404, Invalid URL",
    "/users/Track, 404, Invalid URL",
    "/, 404, Invalid URL",
  })
  void post_eachPath_returnsBrazeStatus(String path, int status, String message) {
    URI uri = braze.endpoints().restUri(path);

    HttpResponse<String> response = client.send(client.request().uri(uri).POST(body()).build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TrackClient.json(response).get("message"))
        .isEqualTo(message == null ? "success" : message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void request_otherMethod_returns405(String method) {
    BodyPublisher body = method.equals("GET") ? BodyPublishers.noBody() : body();

    HttpResponse<String> response = client.send(client.request().method(method, body).build());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("POST");
    assertThat(braze.profiles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer ",
        "bearer fake-braze-rest-api-key",
        "fake-braze-rest-api-key",
        "Bearer  fake-braze-rest-api-key",
        "Bearer fake-braze-rest-api-key2",
        "Basic ZmFrZQ=="
      })
  void post_otherAuthorization_returns401(String authorization) {
    HttpResponse<String> response =
        client.send(
            client.request().setHeader("Authorization", authorization).POST(body()).build());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"message\":\"Invalid API Key\"}");
    assertThat(braze.profiles()).isEmpty();
  }

  @Test
  void post_noAuthorization_returns401() {
    HttpRequest request =
        HttpRequest.newBuilder(braze.endpoints().restUri("/users/track")).POST(body()).build();

    assertThat(client.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void post_declaredKey_isAcceptedAndDefaultKeyIsNot() {
    try (FakeBraze two = FakeBraze.builder().restApiKey("key-one").restApiKey("key-two").start()) {
      TrackClient other = new TrackClient(two);

      assertThat(two.restApiKey().reveal()).isEqualTo("key-one");
      assertThat(status(other, "key-one")).isEqualTo(201);
      assertThat(status(other, "key-two")).isEqualTo(201);
      assertThat(status(other, braze.restApiKey().reveal())).isEqualTo(401);
    }
  }

  private static int status(TrackClient client, String key) {
    return client
        .send(client.request().setHeader("Authorization", "Bearer " + key).POST(body()).build())
        .statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 201",
    "application/json; charset=utf-8, 201",
    "Application/JSON;charset=UTF-8, 201",
    "text/plain, 415",
    "application/jsonp, 415",
    "application/x-www-form-urlencoded, 415",
  })
  void post_contentType_mustBeJson(String contentType, int status) {
    HttpRequest request =
        client.request().setHeader("Content-Type", contentType).POST(body()).build();

    assertThat(client.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void post_noContentType_returns415() {
    HttpRequest request =
        HttpRequest.newBuilder(braze.endpoints().restUri("/users/track"))
            .header("Authorization", "Bearer " + braze.restApiKey().reveal())
            .POST(body())
            .build();

    assertThat(client.send(request).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"attributes\":[" + OBJECT + "]",
        BODY + "x",
        BODY + BODY,
        "{\"attributes\":[" + OBJECT + ",]}",
        "{\"attributes\":[" + OBJECT + "],}",
        "{'attributes':[" + OBJECT + "]}",
        "{\"attributes\":[{\"external_id\":\"u-1\",\"a\":TRUE}]}",
        "{\"attributes\":[{\"external_id\":\"u-1\",\"a\":\"\\x\"}]}",
        "{\"attributes\":[{\"external_id\":\"u-1\",\"a\":\"\n\"}]}",
        "{\"attributes\":[{\"external_id\":\"u-1\",\"a\":01}]}",
        "{\"attributes\":[{\"external_id\":\"u-1\",\"a\":1e999}]}",
        "/* comment */" + BODY,
        "\ufeff" + BODY,
      })
  void post_invalidJson_returns400WithDocumentedMessage(String text) {
    HttpResponse<String> response = client.post(text);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TrackClient.json(response).get("error"))
        .isEqualTo("Error while parsing request body. Please check your syntax.");
    assertThat(braze.profiles()).isEmpty();
  }

  @Test
  void post_invalidUtf8_returns400() {
    byte[] body = BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    body[BODY.indexOf("u-1")] = (byte) 0xff;

    assertThat(client.post(body).statusCode()).isEqualTo(400);
  }

  @Test
  void post_deeplyNestedJson_returns400() {
    String body = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(client.post(body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"text\"",
        "{\"attributes\":[]}",
        "{\"attributes\":null}",
        "{\"attributes\":" + OBJECT + "}",
        "{\"attributes\":\"x\"}",
        "{\"events\":{},\"attributes\":[" + OBJECT + "]}",
      })
  void post_noArrayOfObjects_returns400WithDocumentedMessage(String text) {
    HttpResponse<String> response = client.post(text);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"message\":\"Valid data must be provided in the 'attributes', 'events', or"
                + " 'purchases' fields.\"}");
  }

  @Test
  void post_unknownMembersAndNullArrays_areIgnored() {
    String body = "{\"partner\":\"x\",\"events\":null,\"attributes\":[" + OBJECT + "]}";

    assertThat(client.post(body).statusCode()).isEqualTo(201);
  }

  private static String objects(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, "{\"external_id\":\"%s-%d\"}", prefix, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String arrays(int attributes, int events, int purchases) {
    return Stream.of(
            "\"attributes\":" + objects("a", attributes),
            "\"events\":" + objects("e", events),
            "\"purchases\":" + objects("p", purchases))
        .collect(Collectors.joining(",", "{", "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "75, 0, 0, false, 201",
    "76, 0, 0, false, 400",
    "25, 25, 25, false, 201",
    "25, 25, 26, false, 400",
    "75, 75, 75, true, 201",
    "76, 0, 0, true, 400",
    "1, 0, 76, true, 400",
  })
  void post_manyObjects_isRefusedAbove75InAllOrInEachArray(
      int attributes, int events, int purchases, boolean perArray, int status) {
    try (FakeBraze fake = FakeBraze.builder().maxObjectsPerArray(perArray).start()) {
      HttpResponse<String> response =
          new TrackClient(fake).post(arrays(attributes, events, purchases));

      assertThat(response.statusCode()).isEqualTo(status);
      if (status == 400) {
        assertThat(response.body()).isEqualTo("{\"message\":\"Max Input Length Exceeded\"}");
        assertThat(fake.profiles()).isEmpty();
      } else {
        assertThat(fake.profiles()).hasSize(attributes);
      }
    }
  }

  @Test
  void post_moreThanMaxObjects_isRejected() {
    try (FakeBraze fake = FakeBraze.builder().maxObjects(2).start()) {
      assertThat(new TrackClient(fake).post(arrays(2, 0, 0)).statusCode()).isEqualTo(201);
      assertThat(new TrackClient(fake).post(arrays(3, 0, 0)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void post_bodyOverFourMegabytes_returns413() {
    String padding = " ".repeat(4_000_000 - BODY.length());

    HttpResponse<String> atTheLimit = client.post(BODY + padding);
    HttpResponse<String> above = client.post(BODY + padding + " ");

    assertThat(atTheLimit.statusCode()).isEqualTo(201);
    assertThat(above.statusCode()).isEqualTo(413);
    assertThat(braze.received().get(1).bodySize()).isEqualTo(4_000_001);
  }

  @Test
  void answerHeader_declared_isInEveryResponse() {
    try (FakeBraze fake =
        FakeBraze.builder().answerHeader("x-ratelimit-remaining", "249999").start()) {
      assertThat(new TrackClient(fake).post(BODY).headers().firstValue("X-RateLimit-Remaining"))
          .hasValue("249999");
      assertThat(new TrackClient(fake).post("").headers().firstValue("X-RateLimit-Remaining"))
          .hasValue("249999");
    }
  }
}
