package io.github.brazeaudience.examples.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Connection on which a fault occurs, with a minimal HTTP/1.1 reader. */
final class WireConnection {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String CONTENT_LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final AtomicInteger requests;

  WireConnection(Socket socket, AtomicInteger requests) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.requests = requests;
  }

  void readRequest() throws IOException {
    in.skipNBytes(readHead());
    requests.incrementAndGet();
  }

  /**
   * Leaves the rest of the body unread. The first byte proves that the client is sending the body.
   */
  void readHeadAndFirstByte() throws IOException {
    readHead();
    in.skipNBytes(1);
    requests.incrementAndGet();
  }

  /** Reads the {@code CONNECT} request of a client of a proxy. */
  void readConnect() throws IOException {
    String head = readText();
    if (!head.startsWith("CONNECT ")) {
      throw new IOException("expected CONNECT but was " + head.lines().findFirst().orElse(""));
    }
  }

  /** Reads to the end of the headers and returns the length of the body. */
  private long readHead() throws IOException {
    return readText()
        .lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith(CONTENT_LENGTH))
        .mapToLong(line -> Long.parseLong(line.substring(CONTENT_LENGTH.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  private String readText() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client closed the connection in the headers");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  OutputStream send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    return out;
  }

  /** Closes the connection with a TCP reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads without responding until the client closes the connection. */
  void awaitEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
