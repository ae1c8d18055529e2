package io.github.brazeaudience.okhttp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** As much of a response body as may be read. */
final class BoundedBody {
  private static final int BLOCK = 8192;

  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final int limit;

  BoundedBody(int limit) {
    this.limit = limit;
  }

  /**
   * Reads to the end or to the limit, whichever comes first. What was read stays if that fails.
   *
   * @return whether the end was reached
   */
  boolean readFrom(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    while (read.size() < limit) {
      int count = in.read(block, 0, Math.min(BLOCK, limit - read.size()));
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
