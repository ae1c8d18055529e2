package io.github.brazeaudience.testing.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepted connection of a {@link RawServer}, which reads and writes raw HTTP/1.1. */
final class RawConnection {
  private static final String CONTENT_LENGTH = "content-length:";

  private final Socket raw;
  private final Socket socket;
  private final InputStream in;
  private final AtomicInteger requests;

  /**
   * Creates a connection.
   *
   * @param raw the accepted socket
   * @param socket the same socket, or a TLS socket over it
   * @param requests counts completely read requests
   */
  RawConnection(Socket raw, Socket socket, AtomicInteger requests) throws IOException {
    this.raw = raw;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.requests = requests;
  }

  /**
   * Reads a complete request and returns the number of requests that the server has read so far.
   */
  int readRequest() throws IOException {
    in.skipNBytes(contentLength(readHead()));
    return requests.incrementAndGet();
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int endOfHead = 0;
    while (endOfHead < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client closed the connection");
      }
      head.write(next);
      endOfHead = next == "\r\n\r\n".charAt(endOfHead) ? endOfHead + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static long contentLength(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith(CONTENT_LENGTH))
        .mapToLong(line -> Long.parseLong(line.substring(CONTENT_LENGTH.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Sends text encoded as ISO 8859-1. */
  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Closes the connection with a TCP reset. */
  void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  /** Waits for the client to send data and reads one byte. */
  void awaitFirstByte() throws IOException {
    if (in.read() < 0) {
      throw new IOException("the client closed the connection");
    }
  }

  /** Reads without responding until the client closes the connection. */
  void awaitEnd() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A reset, or a TLS connection without a close alert.
      return;
    }
  }
}
