package io.github.brazeaudience.internal.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Body of one attempt. The transport encodes it when it reads it, usually on its own thread.
 * Remembers the size of the body, or why it could not be encoded, for the end of the attempt.
 */
final class AttemptBody implements Supplier<List<byte[]>> {
  private final Batch.Request request;
  private final @Nullable String group;
  private volatile long bytes;
  private volatile @Nullable Throwable failure;

  /**
   * Creates a body.
   *
   * @param group the id of the group that it names, or null if Braze does not track the request
   */
  AttemptBody(Batch.Request request, @Nullable String group) {
    this.request = request;
    this.group = group;
  }

  @Nullable String group() {
    return group;
  }

  /** Encodes the body. */
  @Override
  public List<byte[]> get() {
    try {
      List<byte[]> body = request.body().get();
      List<byte[]> parts = group == null ? body : TrackingGroups.withGroup(group, body);
      bytes = parts.stream().mapToLong(part -> part.length).sum();
      return parts;
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /** {@return the size in bytes, or 0 if the body was not read} */
  long bytes() {
    return bytes;
  }

  /** {@return why the body could not be encoded, or null; without it, nothing was sent} */
  @Nullable Throwable failure() {
    return failure;
  }
}
