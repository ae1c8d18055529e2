package io.github.brazeaudience.policy;

import io.github.brazeaudience.policy.RateLimiter.Budget;
import java.time.Duration;

/**
 * Braze's current rate limit window, as its responses report it: the budget that is left, and the
 * end of the window. Responses arrive out of order, so within a window the lowest reported number
 * of remaining requests counts. Not thread-safe; {@link RateLimiter} guards it with its lock.
 */
final class BudgetWindow {
  /** Braze reports whole seconds, so a window may end this much later than reported. */
  static final Duration ROUNDING = Duration.ofSeconds(1);

  /** Two reports of one window differ by their rounding, up or down. */
  private static final long TOLERANCE_NANOS = 2 * ROUNDING.toNanos();

  /**
   * Maximum wait for requests in flight. They count as used until they end, but Braze may have
   * counted them before it reported the remaining requests.
   */
  static final Duration RECHECK = Duration.ofSeconds(1);

  /**
   * Minimum time until the reset at which a report starts a window. The rate of the limiter applies
   * to windows that are hardly longer than the rounding.
   */
  private static final Duration MIN_REMAINDER = ROUNDING.multipliedBy(4);

  /** Part of the usable budget at whose end requests are spread over the rest of the window. */
  static final int SLOWDOWN_DIVISOR = 10;

  private final double reserve;
  private boolean known;
  private long limit;
  private long remaining;
  private long earliestEndNanos;
  private long latestEndNanos;

  /** {@code reserve} is the share of the limit to leave to other clients. */
  BudgetWindow(double reserve) {
    this.reserve = reserve;
  }

  /**
   * Takes the report of a response. Braze determined the time until the reset between the start of
   * the request and the response, so the reported window ends in the interval that follows from
   * both.
   */
  void observe(Budget budget, long startNanos, long nowNanos) {
    long earliestEnd = startNanos + budget.untilReset().toNanos();
    long latestEnd = nowNanos + budget.untilReset().toNanos();
    boolean later =
        startNanos - resetNanos() >= 0 || earliestEnd - latestEndNanos > TOLERANCE_NANOS;
    boolean earlier = latestEnd - earliestEndNanos < -TOLERANCE_NANOS;
    if (!known || later) {
      if (budget.untilReset().compareTo(MIN_REMAINDER) < 0) {
        return;
      }
      known = true;
      limit = budget.limit();
      remaining = budget.remaining();
      earliestEndNanos = earliestEnd;
      latestEndNanos = latestEnd;
    } else if (!earlier) {
      remaining = Math.min(remaining, budget.remaining());
      earliestEndNanos = earliestEnd - earliestEndNanos > 0 ? earliestEnd : earliestEndNanos;
      latestEndNanos = latestEnd - latestEndNanos < 0 ? latestEnd : latestEndNanos;
    }
  }

  /**
   * Returns the time until the budget allows a request.
   *
   * @param inFlight the number of requests in flight, which the report may not contain
   * @param lastStartNanos the start of the last request, in the past or now
   */
  long delayNanos(long nowNanos, int inFlight, long lastStartNanos) {
    long untilReset = known ? resetNanos() - nowNanos : 0;
    long reserved = reserved();
    if (untilReset <= 0) {
      // The next window has the same limit, until a response reports more.
      return known && inFlight >= limit - reserved ? RECHECK.toNanos() : 0;
    }
    if (remaining <= reserved) {
      return untilReset;
    }
    long usable = remaining - reserved - inFlight;
    if (usable <= 0) {
      return Math.min(untilReset, RECHECK.toNanos());
    }
    if (reserve == 0 || usable > (limit - reserved) / SLOWDOWN_DIVISOR) {
      return 0;
    }
    long interval = (resetNanos() - lastStartNanos) / (usable + 1);
    return Math.max(0, lastStartNanos + interval - nowNanos);
  }

  /** One request of each window is never reserved, because its response may report a new limit. */
  private long reserved() {
    return Math.max(0, Math.min((long) Math.ceil(limit * reserve), limit - 1));
  }

  private long resetNanos() {
    return latestEndNanos + ROUNDING.toNanos();
  }
}
