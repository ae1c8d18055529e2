package io.github.brazeaudience.receiver.intake;

import java.util.concurrent.atomic.AtomicLong;

/** Limit on the memory that the bodies of all requests take at once. Thread-safe. */
final class BodyMemory {
  /** The default limit in MiB, unless a quarter of the heap is less. */
  static final int DEFAULT_MAX_MIB = 64;

  private final long maxBytes;
  private final AtomicLong reserved = new AtomicLong();

  BodyMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  static BodyMemory ofThisProcess() {
    return new BodyMemory(
        Math.min((long) DEFAULT_MAX_MIB << 20, Runtime.getRuntime().maxMemory() / 4));
  }

  /** Reserves memory. Returns false if it would exceed the limit. */
  boolean tryReserve(long bytes) {
    if (reserved.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    reserved.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /** {@return the reserved bytes} */
  long reserved() {
    return reserved.get();
  }
}
