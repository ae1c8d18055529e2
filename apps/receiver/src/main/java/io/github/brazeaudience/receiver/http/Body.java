package io.github.brazeaudience.receiver.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, and the memory that it takes. Confined to one thread. */
final class Body {
  /** The largest message, in MiB. mParticle's other way, over AWS Lambda, ends at 6 MB. */
  static final int MAX_MIB = 8;

  private static final int MAX_BYTES = MAX_MIB << 20;

  /** Bytes reserved for a body without a declared length, before more are requested. */
  private static final int USUAL_BYTES = 256 << 10;

  private static final int SKIP_BYTES = 8192;
  private static final long MAX_SKIPPED_BYTES = 64L << 20;

  private final InputStream in;
  private final Requests requests;
  private final boolean tellsLength;
  private final boolean tooLarge;
  private long reserved;
  private byte[] bytes = {};

  Body(HttpExchange exchange, Requests requests) {
    this.in = exchange.getRequestBody();
    this.requests = requests;
    // The server has checked that it is a number.
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    this.tellsLength = length != null;
    this.tooLarge = length != null && Long.parseLong(length.strip()) > MAX_BYTES;
    this.reserved = length == null ? USUAL_BYTES : tooLarge ? 0 : Long.parseLong(length.strip());
  }

  /** Takes memory for it, or says why not; then it has to be ended. */
  @Nullable Problem begin() {
    return requests.begin(reserved);
  }

  void end() {
    requests.end(reserved);
  }

  /** Reads it, or says why not. */
  @Nullable Problem read() throws IOException {
    if (tooLarge) {
      return Problem.MESSAGE_TOO_LARGE;
    }
    bytes = in.readNBytes(tellsLength ? MAX_BYTES : USUAL_BYTES);
    if (tellsLength || bytes.length < USUAL_BYTES) {
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
   * Reads and drops the rest. A sender whose connection is closed while it sends may not see the
   * response.
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
