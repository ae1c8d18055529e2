package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.engine.OperationRateLimiters;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.RateLimitHeaders;
import io.github.brazeaudience.internal.wire.RetryAfterHeaders;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pacer of the queries of one operation, which uses the same rate limiters as other requests of the
 * operation. Thread-safe.
 */
final class QueryPacer {
  /** Only the requests of calls are numbered. */
  private static final long NO_NUMBER = 0;

  private final BrazeOperation operation;
  private final OperationRateLimiters limiters;
  private final TimeSource time;
  private final ListenerDispatcher listener;

  QueryPacer(
      BrazeOperation operation,
      OperationRateLimiters limiters,
      TimeSource time,
      ListenerDispatcher listener) {
    this.operation = operation;
    this.limiters = limiters;
    this.time = time;
    this.listener = listener;
  }

  /** Waits until a request may start, and counts it. Returns why it cannot start, or null. */
  @Nullable Failed await(QueryClient client, long deadlineNanos) throws InterruptedException {
    while (true) {
      long now = time.nanoTime();
      long delay = limiters.acquire(now);
      if (delay == 0) {
        return null;
      }
      if (now + delay - deadlineNanos >= 0) {
        return new Failed(
            Reason.RATE_LIMITED,
            "no request to %s may start in time (%s); wait longer, or wait for fewer calls at once"
                .formatted(operation.path(), limiters));
      }
      if (!client.sleep(Duration.ofNanos(delay))) {
        return QueryClient.closedResult();
      }
    }
  }

  /** Reports that a request that was counted has ended without a response. */
  void ended(long startNanos) {
    limiters.requestEnded(null, startNanos, time.nanoTime());
  }

  /**
   * Reports that a request that was counted has ended. The budget and the pause of the response
   * hold for all requests of the operation.
   *
   * @param pause the pause that Braze orders, zero if it orders none
   * @param correction the pause that was corrected or ignored, or null
   * @param startNanos when the request started
   */
  void ended(
      TransportResponse response,
      Duration pause,
      RetryAfterHeaders.@Nullable Correction correction,
      long startNanos) {
    long now = time.nanoTime();
    RateLimitHeaders.Reading reading = RateLimitHeaders.read(response, time.now());
    limiters.requestEnded(reading.budget(), startNanos, now);
    if (!pause.isZero()) {
      limiters.pauseAllForwarders(pause, now);
    }
    if (correction != null) {
      var event = correction.retryHintEvent(operation, NO_NUMBER);
      listener.notify(it -> it.retryHintCorrected(event));
    }
    if (reading.correction() != null) {
      var event = reading.correction().budgetEvent(operation, NO_NUMBER);
      listener.notify(it -> it.rateLimitCorrected(event));
    }
  }
}
