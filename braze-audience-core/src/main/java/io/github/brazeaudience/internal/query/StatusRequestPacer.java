package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.RateLimitHeaders;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RateLimiter.Budget;
import io.github.brazeaudience.policy.TimeSource;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pacer of the requests for the status of request groups, which many threads may poll. Thread-safe.
 */
final class StatusRequestPacer {
  private final RateLimiter limiter;
  private final TimeSource time;

  StatusRequestPacer(RateLimiter limiter, TimeSource time) {
    this.limiter = limiter;
    this.time = time;
  }

  /**
   * Waits until a request may start, and counts it.
   *
   * @return why it cannot start, or null if it may
   */
  @Nullable Failed await(QueryClient client, long deadlineNanos) throws InterruptedException {
    while (true) {
      long now = time.nanoTime();
      long delay = limiter.acquire(now);
      if (delay == 0) {
        return null;
      }
      if (now + delay - deadlineNanos >= 0) {
        return new Failed(
            Reason.RATE_LIMITED,
            "no request to %s may start in time (%s); wait longer, or wait for fewer calls at once"
                .formatted(BrazeOperation.READ_TRACK_STATUS.path(), limiter));
      }
      if (!client.pause(Duration.ofNanos(delay))) {
        return QueryClient.closedResult();
      }
    }
  }

  /** Reports that a request that was counted has ended without a response. */
  void ended() {
    limiter.ended();
  }

  /**
   * Reports that a request that was counted has ended. The budget and the pause of the response
   * hold for all requests of the limiter.
   *
   * @param pause the pause that Braze orders, zero if it orders none
   * @param startNanos when the request started
   */
  void ended(TransportResponse response, Duration pause, long startNanos) {
    long now = time.nanoTime();
    Budget budget = RateLimitHeaders.read(response, time.now()).budget();
    if (budget == null) {
      limiter.ended();
    } else {
      limiter.ended(budget, startNanos, now);
    }
    if (!pause.isZero()) {
      limiter.pause(now + pause.toNanos());
    }
  }
}
