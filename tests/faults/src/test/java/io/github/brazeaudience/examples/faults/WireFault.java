package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** What goes wrong below HTTP, or in a way that no well-behaved HTTP server answers. */
enum WireFault implements MatrixFault {
  REFUSED(false, Duration.ZERO, times -> GatewaySite.closedFor(times, Gateway.notListening())),
  UNKNOWN_HOST(false, Duration.ZERO, times -> new DetourSite(FakeBraze.start(), times)),
  STALLED_CONNECT(false, soon(), times -> GatewaySite.closedFor(times, Gateway.notAccepting())),
  STALLED_TLS(false, soon(), times -> GatewaySite.scriptedTls(times, WireConnection::awaitEnd)),
  PROXY_REFUSES_403(false, Duration.ZERO, times -> refusedBy(times, "403 Forbidden")),
  PROXY_REFUSES_407(
      false, Duration.ZERO, times -> refusedBy(times, "407 Proxy Authentication Required")),
  PROXY_REFUSES_503(false, Duration.ZERO, times -> refusedBy(times, "503 Service Unavailable")),
  RESET_IN_THE_REQUEST(
      connection -> {
        connection.readHeadAndFirstByte();
        connection.reset();
      }),
  RESET_AFTER_THE_REQUEST(
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

  /** Makes the place where the fault happens. */
  @FunctionalInterface
  private interface Builder {
    Site build(int times) throws IOException;
  }

  private final boolean arrives;
  private final Duration patience;
  private final Builder builder;

  WireFault(Gateway.Script script) {
    this(true, Duration.ZERO, times -> GatewaySite.scripted(times, script));
  }

  WireFault(boolean arrives, Duration patience, Builder builder) {
    this.arrives = arrives;
    this.patience = patience;
    this.builder = builder;
  }

  /** Nothing is sent however late it is, so that the limit may be short. */
  private static Duration soon() {
    return Duration.ofMillis(300);
  }

  private static Site refusedBy(int times, String status) throws IOException {
    return GatewaySite.scriptedProxy(
        times,
        connection -> {
          connection.readConnect();
          connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        });
  }

  /** The head of an answer that ends with its connection. */
  private static String created(String header) {
    return "HTTP/1.1 201 Created\r\nConnection: close\r\n" + header + "\r\n\r\n";
  }

  @Override
  public String title() {
    return "WireFault." + name();
  }

  @Override
  public Site site(int times) throws IOException {
    return builder.build(times);
  }

  @Override
  public boolean arrives() {
    return arrives;
  }

  @Override
  public Duration patience() {
    return patience;
  }
}
