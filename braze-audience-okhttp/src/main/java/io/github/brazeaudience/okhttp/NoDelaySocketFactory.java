package io.github.brazeaudience.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes sockets with {@code TCP_NODELAY}. A full batch leaves in more than one write, and without
 * the option the last of them waits for the acknowledgement of the first, which the other side
 * delays by about 40 ms.
 */
final class NoDelaySocketFactory extends SocketFactory {
  private final SocketFactory sockets;

  NoDelaySocketFactory(SocketFactory sockets) {
    this.sockets = sockets;
  }

  private static Socket withoutDelay(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return withoutDelay(sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return withoutDelay(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return withoutDelay(sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return withoutDelay(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return withoutDelay(sockets.createSocket(host, port, localHost, localPort));
  }
}
