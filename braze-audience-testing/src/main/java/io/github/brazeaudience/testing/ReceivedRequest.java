package io.github.brazeaudience.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Request that arrived at {@link FakeBraze}, whatever its response. Immutable. */
public final class ReceivedRequest {
  private final int index;
  private final int connection;
  private final String method;
  private final String path;
  private final String protocol;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final long bodySize;

  ReceivedRequest(
      int index,
      int connection,
      String method,
      String path,
      String protocol,
      Map<String, List<String>> headers,
      byte[] body,
      long bodySize) {
    this.index = index;
    this.connection = connection;
    this.method = method;
    this.path = path;
    this.protocol = protocol;
    this.headers = headers;
    this.body = body;
    this.bodySize = bodySize;
  }

  /** {@return the position of the request among all requests; the first has 0} */
  public int index() {
    return index;
  }

  /**
   * {@return the number of the request's connection; the first has 0, and requests with the same
   * number shared a connection}
   */
  public int connection() {
    return connection;
  }

  /** {@return the method, such as {@code POST}} */
  public String method() {
    return method;
  }

  /** {@return the path with the query, such as {@code /users/track}} */
  public String path() {
    return path;
  }

  /** {@return the path without the query} */
  public String endpoint() {
    return path.split("\\?", 2)[0];
  }

  /** {@return the HTTP version: {@code HTTP/1.1} or {@code HTTP/2}} */
  public String protocol() {
    return protocol;
  }

  /**
   * {@return the first value of a header, whose name is case-insensitive, or empty if the request
   * has none}
   */
  public Optional<String> header(String name) {
    return headerValues(name).stream().findFirst();
  }

  /** {@return all values of a header in the order of the request; the name is case-insensitive} */
  public List<String> headerValues(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** {@return a copy of the body, truncated if the body is too large} */
  public byte[] body() {
    return body.clone();
  }

  /** {@return the body decoded as UTF-8} */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** {@return the length of the body in bytes, even if the body is too large} */
  public long bodySize() {
    return bodySize;
  }

  /** Contains the request line and the size, without headers and body. */
  @Override
  public String toString() {
    return "ReceivedRequest[%s: %s %s, %s bytes]".formatted(index, method, path, bodySize);
  }
}
