package io.github.brazeaudience.testing.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Socket server for faults that an HTTP server cannot create: resets, broken framing, a stalled TLS
 * handshake. A script serves each connection on its own daemon thread.
 */
final class RawServer implements AutoCloseable {
  /** Serves a connection, which is closed when the script returns. */
  @FunctionalInterface
  interface Script {
    void serve(RawConnection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final @Nullable SSLContext tls;
  private final Script script;
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Thread acceptor;
  private volatile boolean closed;

  private RawServer(ServerSocket listening, @Nullable SSLContext tls, Script script) {
    this.listening = listening;
    this.tls = tls;
    this.script = script;
    this.acceptor = daemon("raw-server-accept", this::accept);
  }

  /**
   * Starts a server.
   *
   * @param tls the TLS context, or null for cleartext
   * @param script serves each connection
   */
  static RawServer start(@Nullable SSLContext tls, Script script) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    RawServer server = new RawServer(listening, tls, script);
    server.acceptor.start();
    return server;
  }

  /** {@return an address with the server's scheme} */
  URI uri() {
    return uri(tls == null ? "http" : "https");
  }

  /** {@return an address with a scheme that the server may not support} */
  URI uri(String scheme) {
    return URI.create(scheme + "://localhost:" + listening.getLocalPort() + "/users/track");
  }

  /** {@return the number of completely read requests on all connections} */
  int requests() {
    return requests.get();
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (true) {
      try {
        Socket raw = listening.accept();
        open.add(raw);
        Thread thread = daemon("raw-server-connection", () -> serve(raw));
        threads.add(thread);
        thread.start();
      } catch (IOException e) {
        if (!closed) {
          failures.add(e);
        }
        return;
      }
    }
  }

  private void serve(Socket raw) {
    try (raw;
        Socket socket = tls == null ? raw : secured(raw, tls)) {
      script.serve(new RawConnection(raw, socket, requests));
    } catch (IOException e) {
      // The client closed the connection.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failures.add(e);
    } finally {
      open.remove(raw);
    }
  }

  private static Socket secured(Socket raw, SSLContext tls) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }

  /**
   * Closes all connections and waits for the threads.
   *
   * @throws AssertionError if a script failed for a reason other than its client
   */
  @Override
  public void close() throws IOException {
    closed = true;
    listening.close();
    awaitEnd(acceptor);
    for (Socket socket : open) {
      socket.close();
    }
    threads.forEach(Thread::interrupt);
    threads.forEach(RawServer::awaitEnd);
    if (!failures.isEmpty()) {
      throw new AssertionError("the script of the server failed", failures.peek());
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The test timed out; the threads are daemons.
      Thread.currentThread().interrupt();
    }
  }
}
