package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpServer;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.journal.Journal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The HTTP server, without TLS: in front of it stands what ends the TLS of mParticle. */
public final class MessageServer implements AutoCloseable {
  /** Those wait for the disk at the same time, and share its forcing. */
  private static final int THREADS = 64;

  private static final int BACKLOG = 1024;
  private static final long MAX_BYTES_IN_HAND = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static {
    // Without it the last part of an answer waits 40 ms for an acknowledgement.
    setDefault("sun.net.httpserver.nodelay", "true");
    // Seconds, after which somebody who sends a request slowly, or reads nothing, is hung up on.
    setDefault("sun.net.httpserver.maxReqTime", "30");
    setDefault("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Requests requests = new Requests(MAX_BYTES_IN_HAND);

  private MessageServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param address where; port 0 takes a free one
   * @param renameRule which messages rename an audience
   * @param suspended whether mParticle is to be told to stop sending
   * @param secret what senders must show
   * @param notices is told what people should know of
   * @throws IOException if it cannot listen there
   */
  public static MessageServer start(
      InetSocketAddress address,
      Journal journal,
      Deliveries deliveries,
      RenameRule renameRule,
      FirehoseResponder responder,
      BooleanSupplier suspended,
      Secret secret,
      Consumer<String> notices)
      throws IOException {
    MessageServer started = new MessageServer(HttpServer.create(address, BACKLOG));
    MessageHandler handler =
        new MessageHandler(
            journal,
            deliveries,
            renameRule,
            responder,
            suspended,
            secret,
            started.requests,
            notices);
    handler.warmUp();
    started.server.setExecutor(started.threads);
    started.server.createContext("/", handler);
    started.server.start();
    return started;
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Answers those that have been received, refuses others, and stops listening. */
  @Override
  public void close() {
    requests.close(PATIENCE);
    server.stop(0);
    threads.shutdown();
  }
}
