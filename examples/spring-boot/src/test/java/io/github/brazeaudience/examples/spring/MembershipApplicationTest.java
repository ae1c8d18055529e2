package io.github.brazeaudience.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.spring.testing.EnableFakeBraze;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Runs the whole service on a free port with a FakeBraze. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"BRAZE_REST_API_KEY=unused", "braze.audience.retry.max-attempts=1"})
@EnableFakeBraze
final class MembershipApplicationTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Autowired private FakeBraze braze;
  @Autowired private AudienceQueue queue;

  @Value("${local.server.port}")
  private int port;

  @Test
  void put_audiences_areWrittenAndMeasured() throws Exception {
    assertThat(put("u-1", "[{\"id\":11036,\"name\":\"A\"},{\"id\":11034}]").statusCode())
        .isEqualTo(202);
    queue.flush().toCompletableFuture().join();

    assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
        .contains("'11036','11034'");
    assertThat(get("/actuator/metrics/braze.audience.requests?tag=status:201"))
        .contains("\"statistic\":\"COUNT\"");
    assertThat(get("/actuator/metrics/braze.audience.queue.capacity"))
        .contains("{\"statistic\":\"VALUE\",\"value\":10000.0}");
  }

  @Test
  void health_keyIsRefused_isDownUntilItIsAccepted() throws Exception {
    braze.next(Fault.unauthorized());
    put("u-2", "[{\"id\":11034}]");
    queue.flush().toCompletableFuture().join();
    assertThat(get("/actuator/health/brazeAudience")).contains("\"status\":\"DOWN\"");

    put("u-2", "[{\"id\":11034}]");
    queue.flush().toCompletableFuture().join();
    assertThat(get("/actuator/health/brazeAudience")).contains("\"status\":\"UP\"");
  }

  private HttpResponse<String> put(String user, String audiences)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri("/users/" + user + "/audiences"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(audiences))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
