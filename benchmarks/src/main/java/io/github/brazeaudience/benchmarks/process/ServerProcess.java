package io.github.brazeaudience.benchmarks.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.benchmarks.server.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The server, and what has arrived there. */
public final class ServerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;
  private final JsonNode ports;
  private final Path certificate;

  private ServerProcess(Child child, JsonNode ports, Path certificate) {
    this.child = child;
    this.ports = ports;
    this.certificate = certificate;
  }

  /** Starts it; its certificate is written to this directory. */
  public static ServerProcess start(Path directory) throws IOException {
    Path certificate = directory.resolve("server.pem");
    Child child = Child.java(List.of(), LoopbackServer.class, certificate);
    return new ServerProcess(child, child.answer(), certificate);
  }

  /** The port of one of its doors. */
  public int port(Door door) {
    return ports.get(door.portName()).asInt();
  }

  /** The file with its certificate. */
  public Path certificate() {
    return certificate;
  }

  /** How many bytes of bodies have come in so far. */
  public long bytes() throws IOException {
    return counts().get("bytes").asLong();
  }

  /** How many requests were refused so far, because they were too many. */
  public long refused() throws IOException {
    return counts().get("refused").asLong();
  }

  private JsonNode counts() throws IOException {
    URI address = URI.create("http://127.0.0.1:" + port(Door.HTTP));
    try (InputStream in = address.toURL().openStream()) {
      return JSON.readTree(in);
    }
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
