package io.github.brazeaudience.jdbc;

import com.squareup.moshi.JsonReader;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import okio.Okio;

/** HTTP server in front of an {@link UnreliableBraze}, for forwarders of other processes. */
final class BrazeServer implements AutoCloseable {
  private static final int THREADS = 32;

  private final UnreliableBraze braze;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  BrazeServer(UnreliableBraze braze) throws IOException {
    this.braze = braze;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A request of a process that was killed while it was sent is not answered. */
  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      UnreliableBraze.Answer answer = braze.begin(objects(exchange));
      LockSupport.parkNanos(answer.latencyMicros() * 1_000L);
      answer.end();
      if (!answer.breaksConnection()) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (JsonReader json =
        JsonReader.of(
            Okio.buffer(
                Okio.source(
                    gzip
                        ? new GZIPInputStream(exchange.getRequestBody())
                        : exchange.getRequestBody())))) {
      Map<String, Object> body = (Map<String, Object>) json.readJsonValue();
      return (List<Map<String, Object>>) body.get("attributes");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
