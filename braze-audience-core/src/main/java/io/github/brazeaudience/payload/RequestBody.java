package io.github.brazeaudience.payload;

import java.nio.ByteBuffer;
import java.util.List;

/** Encoded body of a request to {@code /users/track}. Immutable. */
public final class RequestBody {
  private final int objects;
  private final List<byte[]> parts;

  RequestBody(int objects, List<byte[]> parts) {
    this.objects = objects;
    this.parts = List.copyOf(parts);
  }

  /** {@return the number of attributes objects, at least 1} */
  public int objects() {
    return objects;
  }

  /** {@return the body as JSON in UTF-8; do not modify it} */
  public byte[] bytes() {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    ByteBuffer all = ByteBuffer.allocate(length());
    parts.forEach(all::put);
    return all.array();
  }

  /**
   * {@return the parts of the body, without a copy: the whole, or its opening brace and the rest if
   * the encoder {@linkplain PayloadBuilder#reserving reserves} room; do not modify them}
   */
  public List<byte[]> parts() {
    return parts;
  }

  /** {@return the size of the body in bytes} */
  public int length() {
    return parts.stream().mapToInt(part -> part.length).sum();
  }

  /** Contains sizes only. */
  @Override
  public String toString() {
    return "RequestBody[%s objects, %s bytes]".formatted(objects, length());
  }
}
