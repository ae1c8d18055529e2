package io.github.brazeaudience.examples.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The check itself, with a FakeBraze, so that it is right when it is run for real. */
final class WorkspaceCheckTest {
  @Test
  void run_againstAFakeBraze_findsWhatItWrote() {
    try (var braze = FakeBraze.start()) {
      var looks = new AtomicInteger();
      check(
              braze,
              // Braze takes a moment, and so does this one.
              user -> looks.incrementAndGet() % 2 == 1 ? Map.of() : attributes(braze, user))
          .run();
      assertThat(looks).hasValue(6);
      assertThat(braze.silentLosses().total()).isZero();
    }
  }

  @Test
  void run_whenAnotherValueIsOnTheProfile_failsWithBoth() {
    try (var braze = FakeBraze.start()) {
      var check = check(braze, user -> Map.of("LiveTestMembership", "'1'"));
      assertThatThrownBy(check::run)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'1'")
          .hasMessageContaining("'11036','11034'");
    }
  }

  @Test
  void customAttributes_ofAnAnswerAsBrazeDocumentsIt_areRead() throws Exception {
    var asked = new AtomicReference<String>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/users/export/ids",
        exchange -> {
          asked.set(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer =
              """
              {"message":"success","invalid_user_ids":[],"users":[{"external_id":"u-1",
               "custom_attributes":{"SegmentMembership":"'1','2'","In A":true}}]}
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      URI endpoint =
          URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/users/export/ids");
      assertThat(new ProfileExport(endpoint, "a-key").customAttributes("u-1"))
          .isEqualTo(Map.of("SegmentMembership", "'1','2'", "In A", true));
      assertThat(asked.get()).startsWith("Bearer a-key").contains("\"external_ids\":[\"u-1\"]");
    } finally {
      server.stop(0);
    }
  }

  private static WorkspaceCheck check(FakeBraze braze, Profiles profiles) {
    return new WorkspaceCheck(
        BrazeAudienceConfig.builder().restApiKey(braze.restApiKey()).endpoints(braze.endpoints()),
        profiles,
        Duration.ofMillis(1));
  }

  private static Map<String, Object> attributes(FakeBraze braze, String user) {
    return braze.profile(user).map(BrazeProfile::attributes).orElse(Map.of());
  }
}
