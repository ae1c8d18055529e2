package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.answer;
import static io.github.brazeaudience.okhttp.Requests.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** Proxy setting of the transport. */
class ProxySettingTest {
  @Test
  void create_proxy_sendsTheRequestToTheProxy() throws Exception {
    try (MockWebServer proxy = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.create(httpProxy(proxy.getPort()))) {
      proxy.enqueue(new MockResponse.Builder().code(201).build());

      int status =
          answer(transport.start(Requests.to("http://braze.invalid/users/track"))).status();

      assertThat(status).isEqualTo(201);
      assertThat(proxy.takeRequest().getRequestLine())
          .isEqualTo("POST http://braze.invalid/users/track HTTP/1.1");
    }
  }

  @Test
  void create_noProxy_connectsDirectly() throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.create(Proxy.NO_PROXY)) {
      server.enqueue(new MockResponse.Builder().code(201).build());

      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(201);
    }
  }

  private static Proxy httpProxy(int port) {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localhost", port));
  }
}
