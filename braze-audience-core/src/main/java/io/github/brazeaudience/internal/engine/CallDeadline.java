package io.github.brazeaudience.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Deadline of a call: one time for all of its batches, or a duration for each batch. */
final class CallDeadline {
  private final @Nullable Long endNanos;
  private final long batchNanos;

  private CallDeadline(@Nullable Long endNanos, long batchNanos) {
    this.endNanos = endNanos;
    this.batchNanos = batchNanos;
  }

  /** {@return the deadline of a call that ends as a whole} */
  static CallDeadline at(long nanos) {
    return new CallDeadline(nanos, 0);
  }

  /** {@return the deadline of a call whose batches each may take some time} */
  static CallDeadline perBatch(Duration duration) {
    return new CallDeadline(null, duration.toNanos());
  }

  /** {@return the end of the call as a whole, or null if each batch has its own} */
  @Nullable Long endNanos() {
    return endNanos;
  }

  long ofBatch(long nowNanos) {
    return endNanos != null ? endNanos : nowNanos + batchNanos;
  }
}
