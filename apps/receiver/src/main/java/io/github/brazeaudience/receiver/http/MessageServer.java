package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpServer;
import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.journal.Journal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** HTTP server without TLS; a reverse proxy in front of it terminates TLS. */
public final class MessageServer implements AutoCloseable {
  /** Those wait for the disk at the same time, and share its forcing. */
  private static final int THREADS = 64;

  private static final int BACKLOG = 1024;
  private static final long MAX_BYTES_IN_HAND = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static {
    // Otherwise the last packet of a response waits 40 ms for an acknowledgement.
    setDefault("sun.net.httpserver.nodelay", "true");
    // Seconds until the connection of a client that sends or reads too slowly is closed.
    setDefault("sun.net.httpserver.maxReqTime", "30");
    setDefault("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Requests requests = new Requests(MAX_BYTES_IN_HAND);

  private MessageServer(HttpServer server, Consumer<String> notices) {
    this.server = server;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> thread(task, notices));
    // Later there may be no memory for a thread, which would end the one that accepts connections.
    threads.prestartAllCoreThreads();
  }

  private static Thread thread(Runnable task, Consumer<String> notices) {
    Thread thread = new Thread(task, "request");
    thread.setUncaughtExceptionHandler(
        (ended, e) -> notices.accept("a thread for requests ended and is replaced: " + e));
    return thread;
  }

  /**
   * Starts to listen.
   *
   * @param address the address; port 0 takes a free one
   * @param renameRule selects the messages that rename an audience
   * @param suspended true while mParticle should stop sending
   * @param keptBecause the reasons for which updates are waiting
   * @param secret the secret that requests must have
   * @param notices called with each line of the log
   * @throws IOException if the address cannot be used
   */
  public static MessageServer start(
      InetSocketAddress address,
      Journal journal,
      Deliveries deliveries,
      RenameRule renameRule,
      FirehoseResponder responder,
      BooleanSupplier suspended,
      Supplier<Set<Reason>> keptBecause,
      Secret secret,
      Consumer<String> notices)
      throws IOException {
    MessageServer started = new MessageServer(listen(address), notices);
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
    started.server.createContext("/health/", new HealthHandler(journal, keptBecause));
    started.server.start();
    return started;
  }

  private static HttpServer listen(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + address + " (" + e.getMessage() + "); take another port", e);
    }
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

  /** Responds to received requests, refuses others, and stops listening. */
  @Override
  public void close() {
    requests.close(PATIENCE);
    server.stop(0);
    threads.shutdown();
  }
}
