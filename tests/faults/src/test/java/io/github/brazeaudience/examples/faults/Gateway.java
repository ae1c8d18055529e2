package io.github.brazeaudience.examples.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Proxy in front of Braze. The first connections have a fault; the others are forwarded unchanged.
 * A transport therefore observes one server that recovers.
 */
final class Gateway implements AutoCloseable {
  /** Serves a faulty connection, which is closed when the script returns. */
  @FunctionalInterface
  interface Script {
    void serve(WireConnection connection) throws IOException;
  }

  /** More connections than a socket with a backlog of 1 queues. */
  private static final int CONNECTIONS_BEYOND_BACKLOG = 8;

  private final Socket bound;
  private final ServerSocket listening;
  private final List<SocketChannel> queued = new ArrayList<>();
  private final int faulty;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private boolean proxy;
  private int upstreamPort;

  private Gateway(int faulty, Script script) throws IOException {
    this.faulty = faulty;
    this.script = script;
    // Bound but not listening: the port is reserved and refuses connections.
    bound = new Socket();
    bound.setReuseAddress(true);
    bound.bind(loopback(0));
    listening = new ServerSocket();
    listening.setReuseAddress(true);
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /** Refuses connections until {@link #passThrough}. */
  static Gateway refusing() throws IOException {
    return new Gateway(0, WireConnection::reset);
  }

  /**
   * Stalls connections until {@link #passThrough}: the backlog is full, and Linux then does not
   * respond to new connections. Other systems refuse them, which has the same outcome.
   */
  static Gateway notAccepting() throws IOException {
    Gateway gateway = new Gateway(0, WireConnection::reset);
    gateway.listening.bind(loopback(gateway.port()), 1);
    for (int i = 0; i < CONNECTIONS_BEYOND_BACKLOG; i++) {
      SocketChannel channel = SocketChannel.open();
      gateway.queued.add(channel);
      channel.configureBlocking(false);
      channel.connect(loopback(gateway.port()));
    }
    return gateway;
  }

  /** Runs a script on the first connections. */
  static Gateway serving(int faulty, Script script) throws IOException {
    Gateway gateway = new Gateway(faulty, script);
    gateway.listening.bind(loopback(gateway.port()));
    return gateway;
  }

  /** Runs a script on the first connections, and is a tunneling proxy for the others. */
  static Gateway proxy(int faulty, Script script) throws IOException {
    Gateway gateway = serving(faulty, script);
    gateway.proxy = true;
    return gateway;
  }

  int port() {
    return bound.getLocalPort();
  }

  /** {@return the number of requests that faulty connections received, completely or in part} */
  int requests() {
    return requests.get();
  }

  /** Starts to accept connections and forwards them to a port. */
  void passThrough(int port) throws IOException {
    upstreamPort = port;
    for (SocketChannel channel : queued) {
      channel.close();
    }
    if (!listening.isBound()) {
      listening.bind(loopback(port()));
    }
    inBackground(this::accept);
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "gateway");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = tracked(listening.accept());
        boolean fault = connections.getAndIncrement() < faulty;
        inBackground(() -> serve(client, fault));
      }
    } catch (IOException e) {
      if (!closed) {
        throw new AssertionError("the gateway cannot accept connections", e);
      }
    }
  }

  private Socket tracked(Socket socket) throws IOException {
    open.add(socket);
    if (closed) {
      socket.close();
    }
    return socket;
  }

  private void serve(Socket client, boolean fault) {
    try (client) {
      if (fault) {
        script.serve(new WireConnection(client, requests));
      } else {
        pass(client);
      }
    } catch (IOException e) {
      // The client or the end of the test closed the connection.
      return;
    } finally {
      open.remove(client);
    }
  }

  /** Connects to Braze once the client has sent its first byte. */
  private void pass(Socket client) throws IOException {
    if (proxy) {
      WireConnection connection = new WireConnection(client, requests);
      connection.readConnect();
      connection.send("HTTP/1.1 200 Connection established\r\n\r\n");
    }
    int first = client.getInputStream().read();
    if (first < 0) {
      return;
    }
    try (Socket upstream = tracked(new Socket())) {
      upstream.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      upstream.connect(loopback(upstreamPort));
      inBackground(() -> copyBack(upstream, client));
      upstream.getOutputStream().write(first);
      client.getInputStream().transferTo(upstream.getOutputStream());
    }
  }

  private static void copyBack(Socket upstream, Socket client) {
    try (client) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // Either side closed its connection.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    bound.close();
    listening.close();
    for (SocketChannel channel : queued) {
      channel.close();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
