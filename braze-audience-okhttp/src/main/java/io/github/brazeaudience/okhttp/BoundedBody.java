package io.github.brazeaudience.okhttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** As much of a response body as may be read. */
final class BoundedBody {
  private static final int BLOCK = 8192;

  private final ByteArrayOutputStream read;
  private final byte[] block;
  private final int limit;

  /**
   * A body that is to be read.
   *
   * @param limit how many bytes at most
   * @param announced how many the server says there are, -1 if it does not say
   */
  BoundedBody(int limit, long announced) {
    int size = announced >= 0 && announced < BLOCK ? (int) announced + 1 : BLOCK;
    this.read = new ByteArrayOutputStream(size);
    this.block = new byte[size];
    this.limit = limit;
  }

  /**
   * Reads to the end or to the limit, whichever comes first. After a failure the bytes read before
   * it are available.
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
