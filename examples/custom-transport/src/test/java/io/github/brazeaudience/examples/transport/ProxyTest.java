package io.github.brazeaudience.examples.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.ConnectFailure.Kind;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identification of a proxy that caused a failure to connect. */
class ProxyTest {
  @ParameterizedTest
  @ValueSource(ints = {403, 407, 503})
  void start_proxyRefusesTheTunnel_namesProxyAndStatus(int status) throws Exception {
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.useHttps(new TlsIdentity().server().getSocketFactory());
      proxy.enqueue(new MockResponse.Builder().inTunnel().code(status).build());
      proxy.start(InetAddress.getByName("localhost"), 0);

      ConnectFailure failure = failureThrough(proxy.getPort());

      assertThat(failure.kind()).isEqualTo(Kind.PROXY_REFUSED);
      assertThat(failure.party()).isEqualTo("localhost:" + proxy.getPort());
      assertThat(failure.status()).hasValue(status);
    }
  }

  @Test
  void start_proxyRefusesTheConnection_namesTheProxy() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0));

      ConnectFailure failure = failureThrough(bound.getLocalPort());

      assertThat(failure.kind()).isEqualTo(Kind.PROXY_UNREACHABLE);
      assertThat(failure.party()).isEqualTo("localhost:" + bound.getLocalPort());
    }
  }

  private static ConnectFailure failureThrough(int port) {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("localhost", port)))
            .build();
    TransportRequest request =
        TransportRequest.post(
            URI.create("https://braze.invalid/users/track"), Map.of(), List.of(new byte[2]));
    try (var transport = JdkHttpBrazeTransport.using(client)) {
      var response = transport.start(request).response().toCompletableFuture();
      var thrown =
          assertThatExceptionOfType(ExecutionException.class)
              .isThrownBy(() -> response.get(30, SECONDS))
              .actual();
      var failure = (TransportException) thrown.getCause();
      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      return failure.connectFailure().orElseThrow(() -> new AssertionError(failure));
    }
  }
}
