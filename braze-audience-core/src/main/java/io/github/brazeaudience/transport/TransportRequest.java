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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A POST to Braze, ready to be sent. Immutable, and safe to be sent again. */
public final class TransportRequest {
  /**
   * How long an exchange may take, from the first attempt to connect to the last byte of the
   * answer.
   */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The largest response body that is read, in bytes. */
  public static final int DEFAULT_MAX_RESPONSE_BYTES = 1_048_576;

  private final URI uri;
  private final Map<String, String> headers;
  private final List<byte[]> body;
  private final long contentLength;
  private final Duration timeout;
  private final int maxResponseBytes;

  private TransportRequest(
      URI uri,
      Map<String, String> headers,
      List<byte[]> body,
      Duration timeout,
      int maxResponseBytes) {
    this.uri = Objects.requireNonNull(uri, "uri");
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = List.copyOf(body);
    this.contentLength = body.stream().mapToLong(part -> part.length).sum();
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    this.maxResponseBytes = maxResponseBytes;
  }

  /**
   * A request with the default limits.
   *
   * @param uri where to
   * @param headers all headers but {@code Content-Length} and {@code Host}, which are the
   *     transport's
   * @param body the parts of the body in order; they must not be changed afterwards
   * @return the request
   */
  public static TransportRequest post(URI uri, Map<String, String> headers, List<byte[]> body) {
    return new TransportRequest(uri, headers, body, DEFAULT_TIMEOUT, DEFAULT_MAX_RESPONSE_BYTES);
  }

  /**
   * This request with another time limit.
   *
   * @param timeout from the first attempt to connect to the last byte of the answer
   * @return a new request
   */
  public TransportRequest withTimeout(Duration timeout) {
    return new TransportRequest(uri, headers, body, timeout, maxResponseBytes);
  }

  /**
   * This request with another limit for the answer.
   *
   * @param maxResponseBytes the largest response body that is read, in bytes after decompression
   * @return a new request
   */
  public TransportRequest withMaxResponseBytes(int maxResponseBytes) {
    return new TransportRequest(uri, headers, body, timeout, maxResponseBytes);
  }

  /**
   * Where the request goes.
   *
   * @return an absolute address
   */
  public URI uri() {
    return uri;
  }

  /**
   * The headers to be sent, among them {@code Authorization} and {@code Content-Type}.
   *
   * @return an immutable map in the order of sending; it holds the key, so do not print it
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * The length of the body.
   *
   * @return bytes
   */
  public long contentLength() {
    return contentLength;
  }

  /**
   * The parts of the body, for a library that takes them as they are. They must not be changed.
   *
   * @return an immutable list
   */
  public List<byte[]> bodyParts() {
    return body;
  }

  /**
   * Writes the body.
   *
   * @param out where to; it is not closed
   * @throws IOException if {@code out} fails
   */
  public void writeBodyTo(OutputStream out) throws IOException {
    for (byte[] part : body) {
      out.write(part);
    }
  }

  /**
   * The body in one piece.
   *
   * @return a new array
   */
  public byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(contentLength));
    try {
      writeBodyTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * How long the exchange may take, from the first attempt to connect to the last byte of the
   * answer.
   *
   * @return the limit; a forwarder sets at least a millisecond
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * The largest response body that is read; what exceeds it is cut, see {@link
   * TransportResponse#ofCutBody}.
   *
   * @return bytes after decompression
   */
  public int maxResponseBytes() {
    return maxResponseBytes;
  }

  /** The address and the names of the headers, never their values or the body. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "TransportRequest[POST %s, %s, %d bytes]",
        uri,
        headers.keySet(),
        contentLength);
  }
}
