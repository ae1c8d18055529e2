package io.github.brazeaudience.transport;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Body of a request that is encoded when it is first read. Thread-safe. */
final class LazyBody {
  /** Null once the body is encoded, or the encoder has failed. */
  private @Nullable Supplier<List<byte[]>> encoder;

  private @Nullable List<byte[]> parts;
  private @Nullable Throwable failure;
  private long length;

  /** The encoder is called at most once. */
  LazyBody(Supplier<List<byte[]>> encoder) {
    this.encoder = Objects.requireNonNull(encoder, "body");
  }

  /** {@return a body that is encoded already} */
  static LazyBody of(List<byte[]> parts) {
    List<byte[]> encoded = List.copyOf(parts);
    LazyBody body = new LazyBody(() -> encoded);
    var unused = body.parts();
    return body;
  }

  /** Returns the parts in order, or throws if the encoder has failed. */
  synchronized List<byte[]> parts() {
    List<byte[]> known = parts;
    return known != null ? known : encode();
  }

  /** {@return the number of bytes; throws like {@link #parts}} */
  synchronized long length() {
    var unused = parts();
    return length;
  }

  private List<byte[]> encode() {
    Supplier<List<byte[]>> unread = encoder;
    if (unread == null) {
      throw new IllegalStateException("the body could not be encoded", failure);
    }
    encoder = null;
    try {
      List<byte[]> encoded = List.copyOf(unread.get());
      length = encoded.stream().mapToLong(part -> part.length).sum();
      parts = encoded;
      return encoded;
    } catch (Throwable e) {
      // Includes errors, such as a lack of memory: a later read must not send another body.
      failure = e;
      throw e;
    }
  }
}
