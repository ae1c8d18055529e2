package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.ConnectFailure.Kind;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identification of the proxy or the certificate that caused a failure to connect. */
class ConnectFailureTest {
  private static final String BRAZE = "https://braze.invalid/users/track";
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @ParameterizedTest
  @ValueSource(ints = {403, 407, 502, 503})
  void start_proxyRefusesTheTunnel_namesProxyAndStatus(int status) throws Exception {
    try (MockWebServer proxy = refusing(status);
        var transport = OkHttpBrazeTransport.create(at(proxy.getPort()))) {
      assertProxy(failure(transport, BRAZE), Kind.PROXY_REFUSED, proxy.getPort(), status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407})
  void start_proxyOfASelectorRefusesTheTunnel_namesProxyAndStatus(int status) throws Exception {
    try (MockWebServer proxy = refusing(status)) {
      OkHttpClient client =
          new OkHttpClient.Builder().proxySelector(selecting(at(proxy.getPort()))).build();
      try (var transport = OkHttpBrazeTransport.using(client)) {
        assertProxy(failure(transport, BRAZE), Kind.PROXY_REFUSED, proxy.getPort(), status);
      }
    }
  }

  /** Interceptors of the application wrap the failure, and may have read the body before. */
  @ParameterizedTest
  @ValueSource(strings = {"NONE", "LOGS_THE_BODY", "COPIES_THE_BODY", "WRAPS_THE_FAILURE"})
  void start_proxyRefusesTheTunnelOfAnIntercepted_namesProxyAndStatus(ApplicationCode code)
      throws Exception {
    try (MockWebServer proxy = refusing(403)) {
      OkHttpClient client = code.client().newBuilder().proxy(at(proxy.getPort())).build();
      try (var transport = OkHttpBrazeTransport.using(client)) {
        assertProxy(failure(transport, BRAZE), Kind.PROXY_REFUSED, proxy.getPort(), 403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BRAZE, "http://braze.invalid/users/track"})
  void start_proxyRefusesTheConnection_namesTheProxy(String address) throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0));
      try (var transport = OkHttpBrazeTransport.create(at(bound.getLocalPort()))) {
        assertProxy(failure(transport, address), Kind.PROXY_UNREACHABLE, bound.getLocalPort(), 0);
      }
    }
  }

  @Test
  void start_proxyUnknown_namesTheProxy() {
    Proxy proxy =
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.invalid", 3128));
    try (var transport = OkHttpBrazeTransport.create(proxy)) {
      assertThat(failure(transport, BRAZE).party()).isEqualTo("proxy.invalid:3128");
    }
  }

  @Test
  void start_proxyClosesTheConnection_namesTheProxy() throws Exception {
    try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = closing.accept()) {
                  socket.getInputStream().read();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      server.start();
      try (var transport = OkHttpBrazeTransport.create(at(closing.getLocalPort()))) {
        assertProxy(failure(transport, BRAZE), Kind.PROXY_UNREACHABLE, closing.getLocalPort(), 0);
      }
      server.join();
    }
  }

  @Test
  void start_untrustedCertificate_namesSubjectAndIssuer() throws Exception {
    try (MockWebServer server = tlsServer();
        var transport = OkHttpBrazeTransport.create()) {
      ConnectFailure failure = failure(transport, "https://localhost:" + server.getPort() + "/");

      assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED_CERTIFICATE);
      assertThat(failure.party()).matches("CN=.+, issued by CN=.+");
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  void start_certificateThatAClientOfTheApplicationDoesNotTrust_isIdentified() throws Exception {
    try (MockWebServer server = tlsServer();
        var transport = OkHttpBrazeTransport.using(new OkHttpClient())) {
      ConnectFailure failure = failure(transport, "https://localhost:" + server.getPort() + "/");

      assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED_CERTIFICATE);
    }
  }

  @Test
  void start_certificateForAnotherHost_namesItsSubject() throws Exception {
    try (MockWebServer server = tlsServer();
        var transport = OkHttpBrazeTransport.using(IDENTITY.client(okhttp3.Protocol.HTTP_1_1))) {
      ConnectFailure failure = failure(transport, "https://127.0.0.1:" + server.getPort() + "/");

      assertThat(failure.kind()).isEqualTo(Kind.UNTRUSTED_CERTIFICATE);
      assertThat(failure.party()).startsWith("CN=");
    }
  }

  private static ConnectFailure failure(BrazeTransport transport, String address) {
    var failure = transportFailure(transport.start(Requests.to(address)));
    assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
    return failure.connectFailure().orElseThrow(() -> new AssertionError(failure));
  }

  private static void assertProxy(ConnectFailure failure, Kind kind, int port, int status) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.party()).isEqualTo("localhost:" + port);
    assertThat(failure.status().orElse(0)).isEqualTo(status);
  }

  private static MockWebServer refusing(int status) throws Exception {
    MockWebServer proxy = new MockWebServer();
    proxy.useHttps(IDENTITY.server().getSocketFactory());
    proxy.enqueue(new MockResponse.Builder().inTunnel().code(status).build());
    return started(proxy);
  }

  private static MockWebServer tlsServer() throws Exception {
    MockWebServer server = new MockWebServer();
    server.useHttps(IDENTITY.server().getSocketFactory());
    return started(server);
  }

  private static Proxy at(int port) {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localhost", port));
  }

  private static ProxySelector selecting(Proxy proxy) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return List.of(proxy);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }
}
