package io.github.brazeaudience.testing.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * Socket factory that tracks accepted connections and can close them. MockWebServer itself can do
 * so only for HTTP/1.1, and cannot select the connection of a request.
 */
public final class Connections extends ServerSocketFactory {
  private static final int BACKLOG = 1_024;

  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final AtomicInteger toDrop = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();

  /** Closes the next connections as soon as they are accepted. */
  public void dropNext(int count) {
    toDrop.addAndGet(count);
  }

  public int accepted() {
    return accepted.size();
  }

  public int dropped() {
    return dropped.get();
  }

  public void close(int index) throws IOException {
    accepted.get(index).close();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Listener();
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw unsupported();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw unsupported();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("MockWebServer binds its sockets itself");
  }

  private final class Listener extends ServerSocket {
    Listener() throws IOException {}

    /**
     * Raises the backlog: MockWebServer requests 50, fewer than the connections a client may open
     * at once.
     */
    @Override
    public void bind(SocketAddress address, int backlog) throws IOException {
      super.bind(address, Math.max(backlog, BACKLOG));
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        Socket socket = super.accept();
        if (toDrop.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
          socket.close();
          dropped.incrementAndGet();
        } else {
          // Headers and body are sent in two writes; Nagle's algorithm delays the second by 40 ms.
          socket.setTcpNoDelay(true);
          accepted.add(socket);
          return socket;
        }
      }
    }
  }
}
