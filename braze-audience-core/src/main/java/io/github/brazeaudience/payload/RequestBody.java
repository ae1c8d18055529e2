package io.github.brazeaudience.payload;

import java.util.Locale;

/** The body of a request to {@code /users/track}. Immutable. */
public final class RequestBody {
  private final int objects;
  private final byte[] bytes;

  RequestBody(int objects, byte[] bytes) {
    this.objects = objects;
    this.bytes = bytes;
  }

  /**
   * How many attributes objects it has.
   *
   * @return at least 1
   */
  public int objects() {
    return objects;
  }

  /**
   * The body as JSON.
   *
   * @return the bytes, UTF-8; not a copy, so do not change them
   */
  public byte[] bytes() {
    return bytes;
  }

  /** The sizes, never the content. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "RequestBody[%d objects, %d bytes]", objects, bytes.length);
  }
}
