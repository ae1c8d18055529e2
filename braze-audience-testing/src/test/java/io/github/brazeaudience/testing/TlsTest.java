package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
  private static final String OBJECT = "{\"external_id\":\"u\",\"a\":1}";
  private static final String BODY = "{\"attributes\":[" + OBJECT + "]}";

  private final FakeBraze braze = FakeBraze.builder().tls().start();

  @AfterEach
  void stop() {
    braze.close();
  }

  private TrackClient client(Version version) {
    return new TrackClient(
        braze, HttpClient.newBuilder().version(version).sslContext(braze.sslContext()).build());
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, HTTP/1.1", "HTTP_2, HTTP/2"})
  void post_overTls_usesTheVersionOfTheClient(Version version, String protocol) {
    HttpResponse<String> response = client(version).attributes(OBJECT);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.version()).isEqualTo(version);
    assertThat(braze.received().get(0).protocol()).isEqualTo(protocol);
    assertThat(braze.endpoints().cleartext()).isFalse();
    assertThat(braze.trustManager().getAcceptedIssuers()).hasSize(1);
  }

  @Test
  void post_untrustingClient_fails() {
    TrackClient stranger = new TrackClient(braze, HttpClient.newHttpClient());

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> stranger.attributes(OBJECT))
        .withCauseInstanceOf(SSLException.class);
    assertThat(braze.requests()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void connectionFaults_overTls_closeTheConnection(Version version) {
    TrackClient client = client(version);
    braze.next(Fault.closeConnection(), Fault.answerLost());

    assertThatThrownBy(() -> client.attributes(OBJECT)).isInstanceOf(UncheckedIOException.class);
    assertThat(braze.profile("u")).isEmpty();
    assertThatThrownBy(() -> client.attributes(OBJECT)).isInstanceOf(UncheckedIOException.class);
    assertThat(braze.profile("u")).isPresent();

    client.accepted(OBJECT);
    assertThat(braze.requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void halfAnswer_overTls_truncatesTheResponse(Version version) {
    braze.next(Fault.halfAnswer());

    assertThatThrownBy(() -> client(version).attributes(OBJECT))
        .isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void stall_overTls_hasNoResponseUntilClose(Version version) throws Exception {
    braze.next(Fault.stall());
    CompletableFuture<HttpResponse<String>> stalled = client(version).postAsync(BODY);
    assertThat(braze.awaitRequests(1, Duration.ofSeconds(30))).isTrue();

    braze.close();

    assertThatThrownBy(() -> stalled.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  void heldRequests_overHttp2_shareAConnection() throws Exception {
    TrackClient client = client(Version.HTTP_2);
    client.accepted(OBJECT);
    CompletableFuture<String> gate = new CompletableFuture<>();
    braze.next(3, Fault.none().heldUntil(gate));
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            client.postAsync(BODY), client.postAsync(BODY), client.postAsync(BODY));

    assertThat(braze.awaitRequests(4, Duration.ofSeconds(30))).isTrue();
    gate.complete("go");
    all.get(30, TimeUnit.SECONDS);

    assertThat(braze.connections()).isEqualTo(1);
    assertThat(braze.mostRequestsInHand()).isEqualTo(3);
  }

  @Test
  void sslContext_withoutTls_throws() {
    try (FakeBraze cleartext = FakeBraze.start()) {
      assertThatIllegalStateException()
          .isThrownBy(cleartext::sslContext)
          .withMessageContaining("enable it with FakeBrazeBuilder.tls()");
      assertThatIllegalStateException().isThrownBy(cleartext::trustManager);
    }
  }
}
