package io.github.brazeaudience.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.benchmarks.server.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Runs the server in a child process and reads its counters. */
public final class ServerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChildProcess child;
  private final JsonNode ports;
  private final Path certificate;

  private ServerProcess(ChildProcess child, JsonNode ports, Path certificate) {
    this.child = child;
    this.ports = ports;
    this.certificate = certificate;
  }

  /** Starts the server, which writes its certificate to the directory. */
  public static ServerProcess start(Path directory) throws IOException {
    Path certificate = directory.resolve("server.pem");
    ChildProcess child = ChildProcess.startJava(List.of(), LoopbackServer.class, certificate);
    return new ServerProcess(child, child.readResponse(), certificate);
  }

  /** Returns the port of an endpoint. */
  public int port(ServerEndpoint endpoint) {
    return ports.get(endpoint.portName()).asInt();
  }

  /** Returns the file with the server's certificate. */
  public Path certificate() {
    return certificate;
  }

  /** Returns the number of body bytes received so far. */
  public long bodyBytes() throws IOException {
    return counts().get("bodyBytes").asLong();
  }

  /** Returns the number of requests that were rejected with 429 so far. */
  public long throttled() throws IOException {
    return counts().get("throttled").asLong();
  }

  private JsonNode counts() throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port(ServerEndpoint.HTTP));
    try (InputStream in = uri.toURL().openStream()) {
      return JSON.readTree(in);
    }
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
