package io.github.brazeaudience.internal.query;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.TimeSource;
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

  /** Reports that a request that was counted has ended. */
  void ended() {
    limiter.ended();
  }
}
