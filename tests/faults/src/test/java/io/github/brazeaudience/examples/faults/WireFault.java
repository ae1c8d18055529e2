package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** Faults below HTTP, and responses that no correct HTTP server sends. */
enum WireFault implements MatrixFault {
  REFUSED(false, Duration.ZERO, times -> GatewayTestBed.closedFor(times, Gateway.refusing())),
  UNKNOWN_HOST(false, Duration.ZERO, times -> new UnknownHostTestBed(FakeBraze.start(), times)),
  STALLED_CONNECT(
      false, shortTimeout(), times -> GatewayTestBed.closedFor(times, Gateway.notAccepting())),
  STALLED_TLS(
      false, shortTimeout(), times -> GatewayTestBed.scriptedTls(times, WireConnection::awaitEnd)),
  PROXY_REFUSES_403(false, Duration.ZERO, times -> refusedBy(times, "403 Forbidden")),
  PROXY_REFUSES_407(
      false, Duration.ZERO, times -> refusedBy(times, "407 Proxy Authentication Required")),
  PROXY_REFUSES_503(false, Duration.ZERO, times -> refusedBy(times, "503 Service Unavailable")),
  RESET_DURING_REQUEST(
      connection -> {
        connection.readHeadAndFirstByte();
        connection.reset();
      }),
  RESET_AFTER_REQUEST(
      connection -> {
        connection.readRequest();
        connection.reset();
      }),
  GZIP_BOMB(
      connection -> {
        connection.readRequest();
        OutputStream out = connection.send(created("Content-Encoding: gzip"));
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          for (int i = 0; i < 64; i++) {
            gzip.write(new byte[1 << 20]);
          }
        }
      }),
  ENDLESS_BODY(
      connection -> {
        connection.readRequest();
        OutputStream out = connection.send(created("X-Length: endless"));
        byte[] block = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
        while (true) {
          out.write(block);
        }
      });

  /** Creates the test bed of the fault. */
  @FunctionalInterface
  private interface Builder {
    TestBed build(int times) throws IOException;
  }

  private final boolean reachesServer;
  private final Duration timeout;
  private final Builder builder;

  WireFault(Gateway.Script script) {
    this(true, Duration.ZERO, times -> GatewayTestBed.scripted(times, script));
  }

  WireFault(boolean reachesServer, Duration timeout, Builder builder) {
    this.reachesServer = reachesServer;
    this.timeout = timeout;
    this.builder = builder;
  }

  /** Short because the request is never sent, however busy the machine is. */
  private static Duration shortTimeout() {
    return Duration.ofMillis(300);
  }

  private static TestBed refusedBy(int times, String status) throws IOException {
    return GatewayTestBed.scriptedProxy(
        times,
        connection -> {
          connection.readConnect();
          connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        });
  }

  /** {@return the head of a response whose body ends with the connection} */
  private static String created(String header) {
    return "HTTP/1.1 201 Created\r\nConnection: close\r\n" + header + "\r\n\r\n";
  }

  @Override
  public String title() {
    return "WireFault." + name();
  }

  @Override
  public TestBed testBed(int times) throws IOException {
    return builder.build(times);
  }

  @Override
  public boolean reachesServer() {
    return reachesServer;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }
}
