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
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     /users/track/status, rate limit</a>
 */
final class StatusRequestPacer {
  /** The number of requests that Braze allows in a minute. */
  static final int MAX_REQUESTS = 1_500;

  private final RateLimiter limiter = RateLimiter.of(MAX_REQUESTS, Duration.ofMinutes(1));
  private final TimeSource time;

  StatusRequestPacer(TimeSource time) {
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
            "no request to %s may start in time, because Braze allows %s in a minute"
                .formatted(BrazeOperation.READ_TRACK_STATUS.path(), MAX_REQUESTS));
      }
      if (!client.pause(Duration.ofNanos(delay))) {
        return QueryClient.closedResult();
      }
    }
  }
}
