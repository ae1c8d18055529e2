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

/** A connection on which a fault happens. It knows just enough of HTTP/1.1 to read a request. */
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

  /** Leaves the rest of the body unread; without its first byte the client might not have begun. */
  void readHeadAndFirstByte() throws IOException {
    readHead();
    in.skipNBytes(1);
    requests.incrementAndGet();
  }

  /** Reads what a client asks of a proxy. It sends nothing more before it has the answer. */
  void readConnect() throws IOException {
    String head = readText();
    if (!head.startsWith("CONNECT ")) {
      throw new IOException("no CONNECT but " + head.lines().findFirst().orElse(""));
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

  /** Ends the connection with a TCP reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says nothing until the client is gone. */
  void awaitEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
