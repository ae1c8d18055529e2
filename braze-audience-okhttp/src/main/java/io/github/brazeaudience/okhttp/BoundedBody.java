package io.github.brazeaudience.okhttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Buffer for a response body, up to a maximum size. */
final class BoundedBody {
  private static final int BLOCK = 8192;

  private final ByteArrayOutputStream read;
  private final byte[] block;
  private final int limit;

  /**
   * Creates an empty buffer.
   *
   * @param limit the maximum size in bytes
   * @param announced the size that the server announced, or -1
   */
  BoundedBody(int limit, long announced) {
    int size = announced >= 0 && announced < BLOCK ? (int) announced + 1 : BLOCK;
    this.read = new ByteArrayOutputStream(size);
    this.block = new byte[size];
    this.limit = limit;
  }

  /**
   * Reads up to the end or the limit, whichever comes first. The bytes that were read before a
   * failure are kept.
   *
   * @return true if the end was reached
   */
  boolean readFrom(InputStream in) throws IOException {
    while (read.size() < limit) {
      int count = in.read(block, 0, Math.min(block.length, limit - read.size()));
      if (count < 0) {
        return true;
      }
      read.write(block, 0, count);
    }
    return in.read() < 0;
  }

  byte[] bytes() {
    return read.toByteArray();
  }
}
