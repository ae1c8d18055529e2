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
 * A server over plain sockets that takes {@link ManyUsers} at {@code /users/track}, and fails as
 * its {@link Weather} says. It keeps of each user whether exactly the right object has arrived.
 */
final class UnreliableServer implements AutoCloseable {
  /** Time for which connections are refused when the port is closed. */
  private static final Duration SHUT = Duration.ofMillis(100);

  /** Below the ephemeral ports, so no client takes the port while it is closed. */
  private static final int FIRST_PORT = 21_000;

  private static final int PORTS = 10_000;

  private final Weather weather;
  private final Random ports = new Random();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean away = new AtomicBoolean();
  private final BitSet right = new BitSet();
  private final Map<ServerFault, Integer> faults = new EnumMap<>(ServerFault.class);
  private volatile ServerSocket door;
  private volatile boolean closed;
  private int requests;
  private int wrong;
  private long firstRefusalNanos;

  UnreliableServer(Weather weather) {
    this.weather = weather;
    this.door = openAnywhere();
    threads.execute(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** The number of received requests, without refused connections. */
  synchronized int requests() {
    return requests;
  }

  /** How many users have exactly the right object. */
  synchronized int right() {
    return right.cardinality();
  }

  /** The number of wrong objects. */
  synchronized int wrong() {
    return wrong;
  }

  /** How often each fault happened. */
  synchronized Map<ServerFault, Integer> faults() {
    return new EnumMap<>(faults);
  }

  /** When the first 401 was on its way. */
  synchronized long firstRefusalNanos() {
    return firstRefusalNanos;
  }

  private ServerSocket openAnywhere() {
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
    ServerSocket open = door;
    while (!open.isClosed()) {
      try {
        Socket connection = open.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        // The door was shut.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      ServerConnection connection = new ServerConnection(socket);
      while (serveNext(connection)) {}
    } catch (IOException e) {
      // The client has gone, or this server has.
    } finally {
      connections.remove(socket);
    }
  }

  /** Serves a request; says whether the connection goes on. */
  private boolean serveNext(ServerConnection connection) throws IOException {
    if (!connection.readHead()) {
      return false;
    }
    ServerFault fault = next();
    if (fault == ServerFault.REFUSED) {
      shutFor(SHUT);
    }
    if (fault == ServerFault.REFUSED || fault == ServerFault.RESET_BEFORE_THE_BODY) {
      connection.reset();
      return false;
    }
    List<Map<String, Object>> objects = connection.readObjects();
    if (!weather.knowsKey()) {
      connection.answer(401, "{\"message\":\"Invalid API Key\"}");
      refused();
      return true;
    }
    if (fault != null) {
      // It may have arrived anyway.
      if (objects.hashCode() % 2 == 0) {
        take(objects);
      }
      return connection.fail(fault, weather.stall());
    }
    if (objects.stream().map(ManyUsers::number).anyMatch(weather.poison()::contains)) {
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
    if (number == weather.awayAt() && !weather.awayFor().isZero()) {
      shutFor(weather.awayFor());
      connections.forEach(UnreliableServer::cut);
    }
    ServerFault fault = weather.seed() == 0 ? null : ServerFault.draw(weather.seed(), number);
    if (fault != null) {
      faults.merge(fault, 1, Integer::sum);
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

  /** Refuses all who come for a time. */
  private void shutFor(Duration time) {
    if (!away.compareAndSet(false, true)) {
      return;
    }
    int port = door.getLocalPort();
    close(door);
    comeBackAfter(time, port);
  }

  private void comeBackAfter(Duration time, int port) {
    var unused = timer.schedule(() -> comeBack(port), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void comeBack(int port) {
    try {
      door = open(port);
    } catch (IOException e) {
      comeBackAfter(SHUT, port);
      return;
    }
    away.set(false);
    if (closed) {
      close(door);
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
    close(door);
    connections.forEach(UnreliableServer::cut);
    threads.shutdownNow();
  }
}
