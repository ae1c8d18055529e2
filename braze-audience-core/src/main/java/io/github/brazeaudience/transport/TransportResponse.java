package io.github.brazeaudience.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HTTP response of Braze: status, headers, and the body as far as it was read. Immutable. */
public final class TransportResponse {
  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final boolean bodyComplete;

  private TransportResponse(
      int status,
      @Nullable Map<String, List<String>> headers,
      byte @Nullable [] body,
      boolean bodyComplete) {
    this.status = status;
    this.headers = headers == null ? Map.of() : values(headers);
    this.body = body == null ? new byte[0] : body.clone();
    this.bodyComplete = bodyComplete;
  }

  /** Ignores nulls: an exception would lose the outcome of a request that was sent. */
  private static Map<String, List<String>> values(Map<String, List<String>> headers) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (name != null && values != null) {
            List<String> given = all.computeIfAbsent(name, first -> new ArrayList<>(1));
            for (String value : values) {
              if (value != null) {
                given.add(value);
              }
            }
          }
        });
    return all;
  }

  /**
   * Returns a complete response. Unusual statuses and nulls are accepted, because an exception
   * after the request was sent would lose the outcome.
   *
   * @param headers the headers in any case. Null names, which {@code HttpURLConnection} uses for
   *     the status line, and null values are ignored.
   * @param body the decompressed body; null means empty
   */
  public static TransportResponse of(
      int status, @Nullable Map<String, List<String>> headers, byte @Nullable [] body) {
    return new TransportResponse(status, headers, body, true);
  }

  /**
   * Returns a response whose body was interrupted or exceeds {@link
   * TransportRequest#maxResponseBytes}. The status is still used, the body is not trusted.
   *
   * @param headers the headers in any case
   * @param body the part that was read
   */
  public static TransportResponse ofCutBody(
      int status, @Nullable Map<String, List<String>> headers, byte @Nullable [] body) {
    return new TransportResponse(status, headers, body, false);
  }

  /** {@return the HTTP status} */
  public int status() {
    return status;
  }

  /** {@return the first value of a header, whose name is case-insensitive} */
  public Optional<String> header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /**
   * {@return all values of a header, in their order; empty if it is absent}
   *
   * @param name the name of the header, case-insensitive
   */
  public List<String> headers(String name) {
    return Collections.unmodifiableList(headers.getOrDefault(name, List.of()));
  }

  /** {@return a copy of the body} */
  public byte[] body() {
    return body.clone();
  }

  /** {@return true if the whole body was read, false for {@link #ofCutBody}} */
  public boolean bodyComplete() {
    return bodyComplete;
  }

  /** Contains no text of the body, because Braze repeats user data in it. */
  @Override
  public String toString() {
    return "TransportResponse[%s, %s bytes%s]"
        .formatted(status, body.length, bodyComplete ? "" : ", cut");
  }
}
