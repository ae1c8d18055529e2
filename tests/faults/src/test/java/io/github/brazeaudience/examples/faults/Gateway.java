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
 * A port before Braze. Its first connections meet with a fault; the others are passed through, byte
 * for byte, so that a transport sees one server that recovers.
 */
final class Gateway implements AutoCloseable {
  /** What happens on a connection, which ends when the script returns. */
  @FunctionalInterface
  interface Script {
    void serve(WireConnection connection) throws IOException;
  }

  /** How many connections wait in the queue of a socket with a backlog of 1, and some more. */
  private static final int MORE_THAN_THE_BACKLOG = 8;

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
    // Bound and not listening, so that the port is held while it refuses.
    bound = new Socket();
    bound.setReuseAddress(true);
    bound.bind(loopback(0));
    listening = new ServerSocket();
    listening.setReuseAddress(true);
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /** Refuses connections before {@link #passThrough}. */
  static Gateway notListening() throws IOException {
    return new Gateway(0, WireConnection::reset);
  }

  /**
   * Lets connections wait for ever before {@link #passThrough}: the queue of the port is full, and
   * Linux then leaves who wants to connect without an answer. A system that refuses instead comes
   * to the same outcome.
   */
  static Gateway notAccepting() throws IOException {
    Gateway gateway = new Gateway(0, WireConnection::reset);
    gateway.listening.bind(loopback(gateway.port()), 1);
    for (int i = 0; i < MORE_THAN_THE_BACKLOG; i++) {
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

  /** The same as a proxy, which opens a tunnel on the connections without a fault. */
  static Gateway proxy(int faulty, Script script) throws IOException {
    Gateway gateway = serving(faulty, script);
    gateway.proxy = true;
    return gateway;
  }

  int port() {
    return bound.getLocalPort();
  }

  /** How many requests were read, in whole or in part, on connections with a fault. */
  int requests() {
    return requests.get();
  }

  /** Accepts connections from now on. */
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
        Socket client = kept(listening.accept());
        boolean fault = connections.getAndIncrement() < faulty;
        inBackground(() -> serve(client, fault));
      }
    } catch (IOException e) {
      if (!closed) {
        throw new AssertionError("the gateway cannot accept", e);
      }
    }
  }

  private Socket kept(Socket socket) throws IOException {
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
      // The client, or the end of the test, has ended the connection: the script is over.
      return;
    } finally {
      open.remove(client);
    }
  }

  /** Clients speak first; a connection that never does is none that Braze should see. */
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
    try (Socket upstream = kept(new Socket())) {
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
      // One of the two is gone, and the connection with it.
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
