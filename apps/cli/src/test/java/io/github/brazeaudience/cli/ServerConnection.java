package io.github.brazeaudience.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connection of an {@link UnreliableServer} that writes valid and invalid HTTP/1.1. */
final class ServerConnection {
  private static final String SUCCESS = "{\"message\":\"success\"}";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int contentLength;

  ServerConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Reads the head of a request. Returns false if the client sends no further request. */
  boolean readHead() throws IOException {
    String line = readLine();
    if (line.isEmpty()) {
      return false;
    }
    if (!line.equals("POST /users/track HTTP/1.1")) {
      throw new IOException("not for here: " + line);
    }
    contentLength = -1;
    for (line = readLine(); !line.isEmpty(); line = readLine()) {
      String[] header = line.split(":", 2);
      if (header[0].toLowerCase(Locale.ROOT).equals("content-length")) {
        contentLength = Integer.parseInt(header[1].strip());
      }
    }
    if (contentLength < 0) {
      throw new IOException("no Content-Length");
    }
    return true;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Reads the body: the objects of its users. */
  List<Map<String, Object>> readObjects() throws IOException {
    byte[] body = in.readNBytes(contentLength);
    if (body.length < contentLength) {
      throw new IOException("the client left");
    }
    return Json.objects(Json.object(body).get("attributes"));
  }

  void answer(int status, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "HTTP/1.1 %d -\r\n", status));
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    out.write((head + body).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Fails after the body was read; returns true if the connection stays open. */
  boolean fail(ServerFault fault, Duration stall) throws IOException {
    switch (fault) {
      case RESET_AFTER_THE_BODY -> reset();
      case STALLED -> sayNothing(stall);
      case HALF_AN_ANSWER ->
          out.write(
              String.format(
                      Locale.ROOT,
                      "HTTP/1.1 201 -\r\nContent-Length: %d\r\n\r\n{\"message\":\"suc",
                      SUCCESS.length())
                  .getBytes(StandardCharsets.UTF_8));
      case REQUEST_TIMEOUT -> answer(408, "", "Connection: close");
      case THROTTLED -> answer(429, "{\"message\":\"slow down\"}", throttle());
      case SERVER_ERROR -> answer(500 + contentLength % 5, "");
      case HTML -> answer(200, "<html><body>Welcome</body></html>", "Content-Type: text/html");
      case EMPTY -> answer(201, "");
      case UNREADABLE -> answer(201, contentLength % 2 == 0 ? "{\"message\":\"suc" : "[true]");
      default -> throw new AssertionError(fault);
    }
    return switch (fault) {
      case THROTTLED, SERVER_ERROR, HTML, EMPTY, UNREADABLE -> true;
      default -> false;
    };
  }

  /** The time to wait, in one of Braze's headers. */
  private String throttle() {
    return switch (contentLength % 4) {
      case 0 -> "X-Ratelimit-Retry-After: 1";
      case 1 -> "Retry-After: 1";
      case 2 -> "X-RateLimit-Reset: 1";
      default -> "X-RateLimit-Remaining: 0";
    };
  }

  /** Until the client hangs up, or for a time. */
  private void sayNothing(Duration time) throws IOException {
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    if (in.read() >= 0) {
      throw new IOException("a second request before the response");
    }
  }

  /** Breaks the connection off, instead of ending it. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
