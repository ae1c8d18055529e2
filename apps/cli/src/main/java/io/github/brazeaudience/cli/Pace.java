package io.github.brazeaudience.cli;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;

/**
 * Delivery settings of a run.
 *
 * @param linger the time an update waits for others to share its request
 */
record Pace(
    ConcurrencyPolicy concurrency,
    Duration minUserWriteInterval,
    RateLimiter limiter,
    RetryPolicy retry,
    Duration linger) {
  /** A dry run waits for the reader of its output without limit. */
  private static final Duration NO_DEADLINE = Duration.ofDays(365);

  /** The library's defaults. */
  static Pace defaults() {
    return new Pace(
        ConcurrencyPolicy.adaptive(),
        AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL,
        RateLimiter.create(),
        RetryPolicy.defaults(),
        AudienceForwarderBuilder.DEFAULT_STREAM_LINGER);
  }

  Pace withLinger(Duration newLinger) {
    return new Pace(concurrency, minUserWriteInterval, limiter, retry, newLinger);
  }

  /** Creates one request body after the other, without waiting. */
  Pace ofDryRun() {
    return new Pace(
        ConcurrencyPolicy.fixed(1),
        Duration.ZERO,
        RateLimiter.off(),
        retry.withDeadline(NO_DEADLINE),
        linger);
  }
}
