package io.github.brazeaudience.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as it arrived at {@link FakeBraze}, whatever was answered. Immutable. */
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

  /**
   * The place of the request among all that arrived.
   *
   * @return 0 for the first
   */
  public int index() {
    return index;
  }

  /**
   * The connection that it came on; two requests with one number shared a connection.
   *
   * @return 0 for the first connection
   */
  public int connection() {
    return connection;
  }

  /**
   * The method.
   *
   * @return such as {@code POST}
   */
  public String method() {
    return method;
  }

  /**
   * The path with the query.
   *
   * @return such as {@code /users/track}
   */
  public String path() {
    return path;
  }

  /**
   * The version of HTTP.
   *
   * @return {@code HTTP/1.1} or {@code HTTP/2}
   */
  public String protocol() {
    return protocol;
  }

  /**
   * A header.
   *
   * @param name the name, in any case
   * @return the first value, if the header was sent
   */
  public Optional<String> header(String name) {
    return headerValues(name).stream().findFirst();
  }

  /**
   * All values of a header.
   *
   * @param name the name, in any case
   * @return the values in the order they came
   */
  public List<String> headerValues(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /**
   * The body.
   *
   * @return a copy of its bytes; of a body that is too large only the first ones
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * The body as text.
   *
   * @return its bytes read as UTF-8
   */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The size of the body.
   *
   * @return its length in bytes, also of a body that is too large
   */
  public long bodySize() {
    return bodySize;
  }

  /** Gives the request line and the size, neither headers nor body. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "ReceivedRequest[%d: %s %s, %d bytes]", index, method, path, bodySize);
  }
}
