package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;
import javax.net.ssl.SSLException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;

/** Nothing is sent to a server with an untrusted certificate. */
class UntrustedServerTest {
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @Test
  void start_unknownCertificate_failsNotSent() throws Exception {
    assertNotSent(new OkHttpClient(), "localhost");
  }

  @Test
  void start_certificateForAnotherHost_failsNotSent() throws Exception {
    assertNotSent(IDENTITY.client(Protocol.HTTP_2, Protocol.HTTP_1_1), "127.0.0.1");
  }

  private static void assertNotSent(OkHttpClient client, String host) throws Exception {
    try (MockWebServer server = new MockWebServer();
        var transport = OkHttpBrazeTransport.using(client)) {
      server.useHttps(IDENTITY.server().getSocketFactory());
      started(server).enqueue(new MockResponse.Builder().build());
      String address = "https://" + host + ":" + server.getPort() + "/users/track";

      var failure = transportFailure(transport.start(Requests.to(address)));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure).hasCauseInstanceOf(SSLException.class);
      assertThat(server.getRequestCount()).isZero();
    }
  }
}
