package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/**
 * HTTP server that accepts and counts requests on one thread. It does not parse bodies, to keep its
 * own cost low. It listens on one port per endpoint and prints the ports as JSON: cleartext, TLS
 * with HTTP/1.1, TLS with HTTP/2, and cleartext with Braze's latency and rate limit. It exits at
 * the end of its standard input.
 */
public final class LoopbackServer {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final RequestCounts counts = new RequestCounts();

  private LoopbackServer() {}

  /**
   * Runs the server.
   *
   * @param args the file to write the certificate to, as PEM
   */
  public static void main(String[] args) throws IOException {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .commonName("loopback")
            .addSubjectAlternativeName(HOST)
            .addSubjectAlternativeName("localhost")
            .build();
    Files.writeString(Path.of(args[0]), certificate.certificatePem());
    JsonObject ports = new LoopbackServer().start(certificate);
    System.out.println(ports.encode());
    System.in.readAllBytes();
    System.exit(0);
  }

  private JsonObject start(HeldCertificate certificate) {
    HttpServerOptions tls =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.certificatePem()))
                    .addKeyValue(Buffer.buffer(certificate.privateKeyPkcs8Pem())));
    RequestHandler immediate = new RequestHandler(counts, (success, throttle) -> success.run());
    return new JsonObject()
        .put("http", listen(new HttpServerOptions(), immediate))
        .put(
            "tls",
            listen(
                new HttpServerOptions(tls)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1)),
                immediate))
        .put("http2", listen(new HttpServerOptions(tls).setUseAlpn(true), immediate))
        .put(
            "rate_limited",
            listen(
                new HttpServerOptions(),
                new RequestHandler(counts, new SimulatedRateLimit(vertx))));
  }

  private int listen(HttpServerOptions options, RequestHandler handler) {
    return vertx
        .createHttpServer(options)
        .requestHandler(handler)
        .listen(0, HOST)
        .await()
        .actualPort();
  }
}
