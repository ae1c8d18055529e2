package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, and the memory that it takes. Confined to one thread. */
final class Body {
  /** Maximum size of a message in MiB. Messages over AWS Lambda have at most 6 MB. */
  static final int MAX_MIB = 8;

  private static final int MAX_BYTES = MAX_MIB << 20;

  /** Bytes reserved for a body without a declared length, before more are requested. */
  private static final int USUAL_BYTES = 256 << 10;

  private static final int SKIP_BYTES = 8192;
  private static final long MAX_SKIPPED_BYTES = 64L << 20;

  private final InputStream in;
  private final Requests requests;
  private final boolean hasLength;
  private final boolean tooLarge;
  private long reserved;
  private byte[] bytes = {};

  Body(HttpExchange exchange, Requests requests) {
    this.in = exchange.getRequestBody();
    this.requests = requests;
    // The server has checked that it is a number.
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    this.hasLength = length != null;
    this.tooLarge = length != null && Long.parseLong(length.strip()) > MAX_BYTES;
    this.reserved = length == null ? USUAL_BYTES : tooLarge ? 0 : Long.parseLong(length.strip());
  }

  /** Reserves memory until {@link #end}. Returns the problem, or null if it was reserved. */
  @Nullable Problem begin() {
    return requests.begin(reserved);
  }

  void end() {
    requests.end(reserved);
  }

  /** Reads the body. Returns the problem, or null if it was read. */
  @Nullable Problem read() throws IOException {
    if (tooLarge) {
      return Problem.MESSAGE_TOO_LARGE;
    }
    bytes = in.readNBytes(hasLength ? MAX_BYTES : USUAL_BYTES);
    if (hasLength || bytes.length < USUAL_BYTES) {
      return null;
    }
    if (!requests.grow(MAX_BYTES - USUAL_BYTES)) {
      return Problem.BUSY;
    }
    reserved = MAX_BYTES;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(bytes);
    all.write(in.readNBytes(MAX_BYTES - USUAL_BYTES));
    bytes = all.toByteArray();
    return in.read() < 0 ? null : Problem.MESSAGE_TOO_LARGE;
  }

  /**
   * Reads and discards the rest. A sender may miss the response if its connection is closed while
   * it sends.
   */
  void skipRest() throws IOException {
    byte[] skipped = new byte[SKIP_BYTES];
    long left = MAX_SKIPPED_BYTES;
    for (int count = 0; count >= 0 && left > 0; count = in.read(skipped)) {
      left -= count;
    }
  }

  byte[] bytes() {
    return bytes;
  }
}
