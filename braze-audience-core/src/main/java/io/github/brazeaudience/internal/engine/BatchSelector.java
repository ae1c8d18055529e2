package io.github.brazeaudience.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Selects the batch that starts next: a due batch before a new one, and the new batches of the
 * calls in turn, so a large call does not starve a small one. While a circuit is open, each batch
 * is a probe once before any is a second time.
 */
final class BatchSelector {
  private final BatchQueue queue;
  private final OpenCalls calls;
  private final ToIntFunction<BatchSource> inFlightOf;
  private final LongConsumer onWait;

  /**
   * Creates a selector of due and new batches.
   *
   * @param inFlightOf the number of requests in flight of a source
   * @param onWait receives the time at which there is a token for a retry that has to wait for one
   */
  BatchSelector(
      BatchQueue queue,
      OpenCalls calls,
      ToIntFunction<BatchSource> inFlightOf,
      LongConsumer onWait) {
    this.queue = queue;
    this.calls = calls;
    this.inFlightOf = inFlightOf;
    this.onWait = onWait;
  }

  /**
   * Returns the batch of some sources that starts next, or null if none may start.
   *
   * @param inFlight the number of requests in flight of these sources
   */
  @Nullable Batch next(List<BatchSource> from, long nowNanos, int inFlight) {
    List<BatchSource> allowed = allowed(from, nowNanos, inFlight);
    Batch due = queue.firstDue(allowed);
    boolean othersFirst = due != null && due.admission().hasProbed(due);
    if (due != null && !othersFirst && hasRetryToken(due, nowNanos)) {
      return due;
    }
    allowed.forEach(BatchSource::beginProbeRound);
    Batch next = calls.nextBatch(allowed, nowNanos);
    return next == null && othersFirst ? due : next;
  }

  private List<BatchSource> allowed(List<BatchSource> from, long nowNanos, int inFlight) {
    List<BatchSource> allowed = new ArrayList<>(from.size());
    for (BatchSource source : from) {
      source.expireThrottled(nowNanos);
      if (source.admission().allowsStart(nowNanos, inFlight)
          && inFlightOf.applyAsInt(source) < source.maxInFlight()) {
        allowed.add(source);
      }
    }
    return allowed;
  }

  private boolean hasRetryToken(Batch batch, long nowNanos) {
    long wait = batch.admission().acquireRetryToken(batch, nowNanos);
    if (wait > 0) {
      onWait.accept(nowNanos + wait);
    }
    return wait == 0;
  }
}
