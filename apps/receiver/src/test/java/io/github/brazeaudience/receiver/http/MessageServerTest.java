package io.github.brazeaudience.receiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.journal.Journal;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import io.github.brazeaudience.receiver.journal.JournalListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Errors in requests, and the health endpoints, without a forwarder. */
@Timeout(60)
class MessageServerTest {
  private static final String MESSAGE =
      "{\"type\":\"audience_membership_change_request\",\"id\":\"m\",\"user_profiles\":[{}]}";

  @TempDir Path directory;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private volatile BooleanSupplier suspended = () -> false;
  private volatile Set<Reason> keptBecause = Set.of();
  private Journal journal;
  private MessageServer server;

  @BeforeEach
  void start() throws IOException {
    journal = Journal.open(directory, JournalLimits.ofMib(64), new Listener());
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE)
            .build();
    server =
        MessageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            journal,
            new Deliveries(),
            RenameRule.of(config, false),
            FirehoseResponder.of(ModuleRegistration.of("for tests", "1", config)),
            () -> suspended.getAsBoolean(),
            () -> keptBecause,
            Secret.none(),
            notices::add);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    journal.close();
  }

  private final class Listener implements JournalListener {
    @Override
    public void found(byte[] message) {}

    @Override
    public void notice(String text) {
      notices.add(text);
    }

    @Override
    public void failed(Throwable failure) {
      notices.add("failed: " + failure);
    }
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(request.uri(uri).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post() throws IOException, InterruptedException {
    return send("/", HttpRequest.newBuilder().POST(BodyPublishers.ofString(MESSAGE)));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.newBuilder().GET());
  }

  @Test
  void post_errorInTheHandler_getsAResponseAndTheNextRequestIsAccepted() throws Exception {
    suspended =
        () -> {
          throw new OutOfMemoryError("for a test");
        };
    for (int request = 0; request < 200; request++) {
      HttpResponse<String> failed = post();
      assertThat(failed.statusCode()).isEqualTo(503);
      assertThat(failed.headers().firstValue("Retry-After")).isPresent();
      assertThat(failed.body()).contains("\"error\":\"failed\"");
    }
    suspended = () -> false;

    assertThat(post().statusCode()).isEqualTo(200);
    assertThat(notices).first().asString().contains("OutOfMemoryError");
  }

  @Test
  void health_allWell_isReady() throws Exception {
    for (String path : List.of("/health/live", "/health/ready")) {
      HttpResponse<String> health = get(path);
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body())
          .isEqualTo(
              "{\"journal_failing\":false,\"journal_unreadable_bytes\":0,\"updates_kept_because\":[]}");
    }
    assertThat(get("/health/").statusCode()).isEqualTo(404);
  }

  @Test
  void health_updatesAreWaiting_returnsTheReasons() throws Exception {
    keptBecause = Set.of(Reason.STORE_UNAVAILABLE, Reason.RATE_LIMITED);

    assertThat(get("/health/ready").body())
        .contains("\"updates_kept_because\":[\"RATE_LIMITED\",\"STORE_UNAVAILABLE\"]");
  }

  @Test
  void post_journalClosed_isToComeAgain() throws Exception {
    journal.close();

    assertThat(post().statusCode()).isEqualTo(503);
  }
}
