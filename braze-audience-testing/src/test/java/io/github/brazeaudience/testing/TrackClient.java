package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.MalformedJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Client of a FakeBraze that uses the JDK's HTTP client. */
final class TrackClient {
  private final FakeBraze braze;
  private final HttpClient http;

  TrackClient(FakeBraze braze) {
    this(braze, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  TrackClient(FakeBraze braze, HttpClient http) {
    this.braze = braze;
    this.http = http;
  }

  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(braze.endpoints().restUri("/users/track"))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + braze.restApiKey().reveal())
        .header("Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> post(byte[] body) {
    return send(request().POST(BodyPublishers.ofByteArray(body)).build());
  }

  /** Gets a path, which may have a query, with a key. */
  HttpResponse<String> get(String path, String key) {
    return send(
        HttpRequest.newBuilder(braze.endpoints().restUri(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + key)
            .build());
  }

  HttpResponse<String> get(String path) {
    return get(path, braze.restApiKey().reveal());
  }

  CompletableFuture<HttpResponse<String>> postAsync(String body) {
    return http.sendAsync(
        request().POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  /** Posts attributes objects, each given as JSON. */
  HttpResponse<String> attributes(String... objects) {
    return post("{\"attributes\":[" + String.join(",", objects) + "]}");
  }

  /** Posts attributes objects and asserts that all of them are accepted. */
  void accepted(String... objects) {
    HttpResponse<String> response = attributes(objects);
    String wanted = "{\"message\":\"success\",\"attributes_processed\":" + objects.length + "}";
    if (response.statusCode() != 201 || !response.body().equals(wanted)) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
  }

  static Map<?, ?> json(HttpResponse<String> response) {
    try {
      Object value = Json.parse(response.body().getBytes(StandardCharsets.UTF_8)).value();
      return (Map<?, ?>) java.util.Objects.requireNonNull(value);
    } catch (MalformedJson e) {
      throw new AssertionError(response.body(), e);
    }
  }

  static List<?> errors(HttpResponse<String> response) {
    return (List<?>) java.util.Objects.requireNonNull(json(response).get("errors"));
  }
}
