package io.github.brazeaudience.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Runs the whole service on a free port with a FakeBraze. */
final class MembershipApplicationTest {
  private final FakeBraze braze = FakeBraze.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void put_audiences_areMeasuredAndWrittenBeforeShutdownEnds() throws Exception {
    try (var service = start(withFakeBraze())) {
      assertThat(put(service, "u-1", "[{\"id\":11036,\"name\":\"A\"},{\"id\":11034}]").statusCode())
          .isEqualTo(202);
      service.getBean(AudienceQueue.class).flush().toCompletableFuture().join();
      assertThat(get(service, "/actuator/metrics/braze.audience.requests?tag=status:201"))
          .contains("{\"statistic\":\"COUNT\",\"value\":1.0}");
      assertThat(get(service, "/actuator/metrics/braze.audience.queue.capacity"))
          .contains("{\"statistic\":\"VALUE\",\"value\":10000.0}");
      assertThat(put(service, "u-2", "[{\"id\":11034}]").statusCode()).isEqualTo(202);
    }

    assertThat(segmentMembership("u-1")).contains("'11036','11034'");
    assertThat(segmentMembership("u-2")).contains("'11034'");
  }

  @Test
  void settings_allSet_configureTheForwarder() {
    try (var service =
        start(
            new SpringApplicationBuilder(MembershipApplication.class)
                .properties(
                    "BRAZE_REST_API_KEY=a-secret",
                    "braze.instance=EU 01 Cluster",
                    "braze.send-segments-as=Array Attribute"))) {
      var config = service.getBean(BrazeAudienceConfig.class);
      assertThat(config.endpoints().rest()).isEqualTo("rest.fra-01.braze.eu");
      assertThat(config.sendSegmentsAs()).hasToString("ARRAY_ATTRIBUTE");
      assertThat(service.getBean(BrazeProperties.class).toString()).doesNotContain("a-secret");
      assertThat(service.getBean(AudienceForwarder.class)).isNotNull();
    }
  }

  /** Replaces only the configuration; all other beans are those of the service. */
  private SpringApplicationBuilder withFakeBraze() {
    return new SpringApplicationBuilder(MembershipApplication.class)
        .initializers(
            context ->
                ((GenericApplicationContext) context)
                    .registerBean(
                        BrazeAudienceConfig.class,
                        () ->
                            BrazeAudienceConfig.builder()
                                .restApiKey(braze.restApiKey())
                                .endpoints(braze.endpoints())
                                .build()))
        .properties("BRAZE_REST_API_KEY=unused");
  }

  private static ConfigurableApplicationContext start(SpringApplicationBuilder builder) {
    return builder.run("--server.port=0");
  }

  private HttpResponse<String> put(
      ConfigurableApplicationContext service, String user, String audiences)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(service, "/users/" + user + "/audiences"))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(audiences))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(ConfigurableApplicationContext service, String path)
      throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(service, path)).build(), BodyHandlers.ofString())
        .body();
  }

  private Optional<Object> segmentMembership(String user) {
    return braze.profile(user).orElseThrow().attribute("SegmentMembership");
  }

  private static URI uri(ConfigurableApplicationContext service, String path) {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
