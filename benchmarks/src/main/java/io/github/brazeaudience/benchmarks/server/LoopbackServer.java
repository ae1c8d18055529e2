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
 * Takes requests as Braze does and counts them, on one thread. It does not look at bodies, so that
 * it is not what is measured. It listens on four ports and prints them as JSON: cleartext, TLS with
 * HTTP/1.1, TLS with HTTP/2, and cleartext with Braze's distance and limit. Ends when its standard
 * input does.
 */
public final class LoopbackServer {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Counts counts = new Counts();

  private LoopbackServer() {}

  /**
   * Runs the server.
   *
   * @param args the file that the server's certificate is written to, as PEM
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
    Requests near = new Requests(counts, (answer, refusal) -> answer.run());
    return new JsonObject()
        .put("http", listen(new HttpServerOptions(), near))
        .put(
            "tls",
            listen(
                new HttpServerOptions(tls)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_1_1)),
                near))
        .put("http2", listen(new HttpServerOptions(tls).setUseAlpn(true), near))
        .put("far", listen(new HttpServerOptions(), new Requests(counts, new FarAway(vertx))));
  }

  private int listen(HttpServerOptions options, Requests requests) {
    return vertx
        .createHttpServer(options)
        .requestHandler(requests)
        .listen(0, HOST)
        .await()
        .actualPort();
  }
}
