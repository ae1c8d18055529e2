package io.github.brazeaudience.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Request to Braze. Immutable, so a retry can send the same object. Thread-safe.
 *
 * <p>The body may be encoded when it is first read. A transport therefore reads the body and its
 * length on the thread that sends the request, if it has one. If the encoder fails, each method
 * that reads the body throws; such a request must not be sent.
 */
public final class TransportRequest {
  /** The default time limit, from the connection attempt to the last byte of the response. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The default maximum size of a response body in bytes. */
  public static final int DEFAULT_MAX_RESPONSE_BYTES = 1_048_576;

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final LazyBody body;
  private final Duration timeout;
  private final int maxResponseBytes;

  private TransportRequest(
      String method,
      URI uri,
      Map<String, String> headers,
      LazyBody body,
      Duration timeout,
      int maxResponseBytes) {
    this.method = method;
    this.uri = Objects.requireNonNull(uri, "uri");
    this.headers = headers;
    this.body = body;
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    this.maxResponseBytes = maxResponseBytes;
  }

  /**
   * Returns a POST request with the default limits.
   *
   * @param headers all headers except {@code Content-Length} and {@code Host}, which the transport
   *     sets
   * @param body the parts of the body in order, which must not be modified afterwards
   */
  public static TransportRequest post(URI uri, Map<String, String> headers, List<byte[]> body) {
    return post(uri, headers, LazyBody.of(body));
  }

  /**
   * Returns a POST request with the default limits whose body is encoded when it is first read.
   *
   * @param headers all headers except {@code Content-Length} and {@code Host}, which the transport
   *     sets
   * @param body returns the parts of the body in order, which must not be modified afterwards.
   *     Called at most once, by the thread that reads the body first. If it throws, this and each
   *     later read throws.
   */
  public static TransportRequest post(
      URI uri, Map<String, String> headers, Supplier<List<byte[]>> body) {
    return post(uri, headers, new LazyBody(body));
  }

  private static TransportRequest post(URI uri, Map<String, String> headers, LazyBody body) {
    return new TransportRequest(
        "POST", uri, copyOf(headers), body, DEFAULT_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES);
  }

  /**
   * Returns a GET request with the default limits and without a body.
   *
   * @param headers all headers except {@code Host}, which the transport sets
   */
  public static TransportRequest get(URI uri, Map<String, String> headers) {
    return new TransportRequest(
        "GET",
        uri,
        copyOf(headers),
        LazyBody.of(List.of()),
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_RESPONSE_BYTES);
  }

  private static Map<String, String> copyOf(Map<String, String> headers) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Sets the time limit, from the connection attempt to the last byte of the response. */
  public TransportRequest withTimeout(Duration timeout) {
    return new TransportRequest(method, uri, headers, body, timeout, maxResponseBytes);
  }

  /** Sets the maximum size of the response body in bytes after decompression. */
  public TransportRequest withMaxResponseBytes(int maxResponseBytes) {
    return new TransportRequest(method, uri, headers, body, timeout, maxResponseBytes);
  }

  /** {@return {@code POST}, or {@code GET} for a request without a body} */
  public String method() {
    return method;
  }

  /** {@return the absolute address} */
  public URI uri() {
    return uri;
  }

  /**
   * Returns the headers to send, including {@code Authorization}, in order. The immutable map
   * contains the key, so do not log it.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /** {@return the length of the body in bytes} */
  public long contentLength() {
    return body.length();
  }

  /** {@return the parts of the body without a copy; do not modify them} */
  public List<byte[]> bodyParts() {
    return body.parts();
  }

  /** Writes the body to a stream, which is not closed. */
  public void writeBodyTo(OutputStream out) throws IOException {
    for (byte[] part : bodyParts()) {
      out.write(part);
    }
  }

  /** {@return a copy of the body in one array} */
  public byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(contentLength()));
    try {
      writeBodyTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an in-memory buffer does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * {@return the time limit, from the connection attempt to the last byte of the response; a
   * forwarder sets at least 1 ms}
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * {@return the maximum size of the response body in bytes after decompression} A longer body is
   * truncated, see {@link TransportResponse#ofCutBody}.
   */
  public int maxResponseBytes() {
    return maxResponseBytes;
  }

  /**
   * Contains the method, the address and the names of the headers, without their values and the
   * body.
   */
  @Override
  public String toString() {
    return "TransportRequest[%s %s, %s]".formatted(method, uri, headers.keySet());
  }
}
