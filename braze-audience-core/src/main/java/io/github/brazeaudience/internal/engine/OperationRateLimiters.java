package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiters that the requests of one operation use together: the narrowest first, and last the
 * one that all operations share.
 */
public final class OperationRateLimiters {
  private final List<RateLimiter> limiters;
  private final List<RateLimiter> own;

  /** Combines limiters, at least one. */
  public OperationRateLimiters(List<RateLimiter> limiters) {
    this.limiters = List.copyOf(limiters);
    this.own = this.limiters.subList(0, limiters.size() - 1);
  }

  /** {@return the wait for the limiters that only this operation has} */
  long ownDelayNanos(long nowNanos) {
    return own.isEmpty() ? 0 : delayNanos(own, nowNanos);
  }

  private static long delayNanos(List<RateLimiter> limiters, long nowNanos) {
    long delay = 0;
    for (RateLimiter limiter : limiters) {
      delay = Math.max(delay, limiter.delay(nowNanos));
    }
    return delay;
  }

  /**
   * Takes a permit from each limiter, or from none.
   *
   * @return the wait until all have one, or 0 if the permits were taken
   */
  public long acquire(long nowNanos) {
    long wait = delayNanos(limiters, nowNanos);
    int acquired = 0;
    while (wait == 0 && acquired < limiters.size()) {
      // Another forwarder may have taken the last permit in between.
      wait = limiters.get(acquired).acquire(nowNanos);
      acquired += wait == 0 ? 1 : 0;
    }
    if (wait != 0) {
      limiters.subList(0, acquired).forEach(RateLimiter::ended);
    }
    return wait;
  }

  /** Returns the permits of a request that did not start. */
  void release() {
    limiters.forEach(RateLimiter::ended);
  }

  /**
   * Records the end of a request. Its budget is that of the narrowest limiter. Called on any
   * thread.
   *
   * @param budget the budget that the response reports, or null
   */
  public void requestEnded(RateLimiter.@Nullable Budget budget, long startNanos, long nowNanos) {
    for (RateLimiter limiter : limiters) {
      if (budget != null && limiter == limiters.get(0)) {
        limiter.ended(budget, startNanos, nowNanos);
      } else {
        limiter.ended();
      }
    }
  }

  /**
   * Pauses the narrowest limiter, in every forwarder that shares it. For track requests that is the
   * limiter of all operations, so read-backs pause too.
   */
  public void pauseAllForwarders(Duration retryAfter, long nowNanos) {
    limiters.get(0).pause(nowNanos + retryAfter.toNanos());
  }

  @Override
  public String toString() {
    return limiters.toString();
  }
}
