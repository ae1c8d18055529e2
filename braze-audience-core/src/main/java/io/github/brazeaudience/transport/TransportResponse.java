package io.github.brazeaudience.transport;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What Braze answered: a status, headers, and as much of the body as was read. Immutable. */
public final class TransportResponse {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean bodyComplete;

  private TransportResponse(
      int status, Map<String, List<String>> headers, byte[] body, boolean bodyComplete) {
    this.status = status;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!values.isEmpty()) {
            this.headers.putIfAbsent(name, values.get(0));
          }
        });
    this.body = body.clone();
    this.bodyComplete = bodyComplete;
  }

  /**
   * An answer that was read to its end.
   *
   * @param status the HTTP status
   * @param headers the headers, in any case; of a repeated one the first counts
   * @param body the body, decompressed
   * @return the response
   */
  public static TransportResponse of(int status, Map<String, List<String>> headers, byte[] body) {
    return new TransportResponse(status, headers, body, true);
  }

  /**
   * An answer whose status and headers came, but whose body broke off or exceeds {@link
   * TransportRequest#maxResponseBytes}. The status still counts, the body is not trusted.
   *
   * @param status the HTTP status
   * @param headers the headers, in any case; of a repeated one the first counts
   * @param body what was read
   * @return the response
   */
  public static TransportResponse ofCutBody(
      int status, Map<String, List<String>> headers, byte[] body) {
    return new TransportResponse(status, headers, body, false);
  }

  /**
   * The HTTP status.
   *
   * @return such as 201
   */
  public int status() {
    return status;
  }

  /**
   * A header.
   *
   * @param name its name, in any case
   * @return its first value as it came, which may be empty
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * The body.
   *
   * @return a copy
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Whether the body was read to its end.
   *
   * @return false for {@link #ofCutBody}
   */
  public boolean bodyComplete() {
    return bodyComplete;
  }

  /** The status and the length of the body, never its text: Braze repeats values of users there. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "TransportResponse[%d, %d bytes%s]",
        status,
        body.length,
        bodyComplete ? "" : ", cut");
  }
}
