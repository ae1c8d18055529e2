package io.github.brazeaudience.payload;

import java.util.Locale;

/** Encoded body of a request to {@code /users/track}. Immutable. */
public final class RequestBody {
  private final int objects;
  private final byte[] bytes;

  RequestBody(int objects, byte[] bytes) {
    this.objects = objects;
    this.bytes = bytes;
  }

  /** {@return the number of attributes objects, at least 1} */
  public int objects() {
    return objects;
  }

  /** {@return the body as JSON in UTF-8; not a copy, do not modify it} */
  public byte[] bytes() {
    return bytes;
  }

  /** Contains sizes only. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "RequestBody[%d objects, %d bytes]", objects, bytes.length);
  }
}
