package io.github.brazeaudience.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Server over plain sockets that receives {@link ManyUsers} at {@code /users/track} and injects
 * {@link ServerFaults}. It records which users have received exactly the expected object.
 */
final class UnreliableServer implements AutoCloseable {
  /** Time for which connections are refused when the port is closed. */
  private static final Duration PORT_CLOSED_TIME = Duration.ofMillis(100);

  /** Below the ephemeral ports, so no client takes the port while it is closed. */
  private static final int FIRST_PORT = 21_000;

  private static final int PORTS = 10_000;

  private final ServerFaults faults;
  private final Random ports = new Random();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean portClosed = new AtomicBoolean();
  private final BitSet right = new BitSet();
  private final Map<ServerFault, Integer> faultCounts = new EnumMap<>(ServerFault.class);
  private volatile ServerSocket serverSocket;
  private volatile boolean closed;
  private int requests;
  private int wrong;
  private long firstRefusalNanos;

  UnreliableServer(ServerFaults faults) {
    this.faults = faults;
    this.serverSocket = openAnyPort();
    threads.execute(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + serverSocket.getLocalPort();
  }

  /** Returns the number of received requests, without refused connections. */
  synchronized int requests() {
    return requests;
  }

  /** Returns the number of users with exactly the expected object. */
  synchronized int right() {
    return right.cardinality();
  }

  /** Returns the number of unexpected objects. */
  synchronized int wrong() {
    return wrong;
  }

  /** Returns the number of occurrences of each fault. */
  synchronized Map<ServerFault, Integer> faultCounts() {
    return new EnumMap<>(faultCounts);
  }

  /** Returns the time at which the first 401 was sent. */
  synchronized long firstRefusalNanos() {
    return firstRefusalNanos;
  }

  private ServerSocket openAnyPort() {
    while (true) {
      try {
        return open(FIRST_PORT + ports.nextInt(PORTS));
      } catch (BindException e) {
        // The port is in use; try another one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ServerSocket open(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    return socket;
  }

  private void accept() {
    ServerSocket open = serverSocket;
    while (!open.isClosed()) {
      try {
        Socket connection = open.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        // The port was closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      ServerConnection connection = new ServerConnection(socket);
      while (serveNext(connection)) {}
    } catch (IOException e) {
      // The client or this server closed the connection.
    } finally {
      connections.remove(socket);
    }
  }

  /** Serves a request. Returns false if the connection ends. */
  private boolean serveNext(ServerConnection connection) throws IOException {
    if (!connection.readHead()) {
      return false;
    }
    ServerFault fault = next();
    if (fault == ServerFault.REFUSED) {
      closePortFor(PORT_CLOSED_TIME);
    }
    if (fault == ServerFault.REFUSED || fault == ServerFault.RESET_BEFORE_THE_BODY) {
      connection.reset();
      return false;
    }
    List<Map<String, Object>> objects = connection.readObjects();
    if (!faults.acceptsKey()) {
      connection.answer(401, "{\"message\":\"Invalid API Key\"}");
      refused();
      return true;
    }
    if (fault != null) {
      // A failed request may have been applied.
      if (objects.hashCode() % 2 == 0) {
        take(objects);
      }
      return connection.fail(fault, faults.stall());
    }
    if (objects.stream().map(ManyUsers::number).anyMatch(faults.poison()::contains)) {
      connection.answer(400, "{\"message\":\"Bad Request\"}");
      return true;
    }
    take(objects);
    connection.answer(
        201,
        String.format(
            Locale.ROOT, "{\"message\":\"success\",\"attributes_processed\":%d}", objects.size()));
    return true;
  }

  /** Counts a request and selects its fault. */
  private synchronized ServerFault next() {
    int number = ++requests;
    if (number == faults.outageAt() && !faults.outageDuration().isZero()) {
      closePortFor(faults.outageDuration());
      connections.forEach(UnreliableServer::cut);
    }
    ServerFault fault = faults.seed() == 0 ? null : ServerFault.draw(faults.seed(), number);
    if (fault != null) {
      faultCounts.merge(fault, 1, Integer::sum);
    }
    return fault;
  }

  private synchronized void take(List<Map<String, Object>> objects) {
    for (Map<String, Object> object : objects) {
      int user = ManyUsers.number(object);
      if (object.equals(ManyUsers.object(user))) {
        right.set(user);
      } else {
        wrong++;
      }
    }
  }

  private synchronized void refused() {
    if (firstRefusalNanos == 0) {
      firstRefusalNanos = System.nanoTime();
    }
  }

  /** Closes the port for a time. */
  private void closePortFor(Duration time) {
    if (!portClosed.compareAndSet(false, true)) {
      return;
    }
    int port = serverSocket.getLocalPort();
    close(serverSocket);
    reopenAfter(time, port);
  }

  private void reopenAfter(Duration time, int port) {
    var unused = timer.schedule(() -> reopen(port), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void reopen(int port) {
    try {
      serverSocket = open(port);
    } catch (IOException e) {
      reopenAfter(PORT_CLOSED_TIME, port);
      return;
    }
    portClosed.set(false);
    if (closed) {
      close(serverSocket);
    } else {
      threads.execute(this::accept);
    }
  }

  private static void cut(Socket socket) {
    close(socket);
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    close(serverSocket);
    connections.forEach(UnreliableServer::cut);
    threads.shutdownNow();
  }
}
