package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ExportedProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Source of batches: forms those of one operation from the writes that it owns. */
public interface BatchSource {
  Admission admission();

  /** Fails the writes that the operation's own limiter delays beyond their deadline. */
  default void expireThrottled(long nowNanos) {}

  /** Lets each batch be a probe once more, if the source probes in rounds. */
  default void beginProbeRound() {}

  /** {@return the maximum number of its requests in flight} */
  default int maxInFlight() {
    return Integer.MAX_VALUE;
  }

  /**
   * Returns true if its requests do not count against the limit that all other sources share, so
   * they take no place from others.
   */
  default boolean isSeparate() {
    return false;
  }

  /** {@return the next batch of a call, or null if it has to wait for more writes} */
  @Nullable Batch formBatch(Call call, long nowNanos);

  boolean hasWrites(Call call);

  /** Continues with the writes of a batch after an export. */
  default void exported(Batch batch, List<ExportedProfile> profiles) {
    throw new IllegalStateException("not a source of exports");
  }

  /** Suspends the source for a call after a fatal failure; the rest of the call continues. */
  default void suspend(Call call, StopCause cause) {
    throw new IllegalStateException("a fatal failure stops the call");
  }

  default void release(Batch batch) {}

  default void release(Call call) {}
}
