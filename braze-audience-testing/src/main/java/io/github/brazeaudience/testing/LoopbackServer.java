package io.github.brazeaudience.testing;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.testing.internal.Connections;
import io.github.brazeaudience.testing.internal.Options;
import io.github.brazeaudience.testing.internal.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;

/** MockWebServer on the loopback interface, with TLS if it is enabled. Thread-safe. */
final class LoopbackServer {
  private final MockWebServer server = new MockWebServer();
  private final Connections connections = new Connections();
  private final Options options;
  private final @Nullable Tls tls;

  LoopbackServer(Options options) {
    this.options = options;
    tls = options.tls();
  }

  MockWebServer mockWebServer() {
    return server;
  }

  Connections connections() {
    return connections;
  }

  /**
   * Starts to listen, once.
   *
   * @throws UncheckedIOException if the port is not available
   */
  BrazeEndpoints listen(Dispatcher dispatcher) {
    server.setDispatcher(dispatcher);
    server.setServerSocketFactory(connections);
    server.setBodyLimit(options.maxBodyBytes());
    if (tls != null) {
      server.useHttps(tls.server().getSocketFactory());
    }
    try {
      server.start(
          InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), options.port());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "FakeBraze cannot listen on port %s of the loopback interface; use port 0 for a free port"
              .formatted(options.port()),
          e);
    }
    String authority = "127.0.0.1:" + server.getPort();
    return tls == null
        ? BrazeEndpoints.ofCleartextLoopback(authority)
        : BrazeEndpoints.ofRest(authority);
  }

  int port() {
    return server.getPort();
  }

  Tls tls() {
    if (tls == null) {
      throw new IllegalStateException("TLS is not enabled; enable it with FakeBrazeBuilder.tls()");
    }
    return tls;
  }

  void close() {
    server.close();
  }
}
