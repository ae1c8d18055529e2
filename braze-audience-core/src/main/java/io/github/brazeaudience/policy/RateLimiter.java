package io.github.brazeaudience.policy;

import java.time.Duration;

/**
 * Sliding-window rate limiter for request starts, which also enforces pauses that Braze orders and
 * the budget that its responses report. The enforced window is 2 % longer than the configured one,
 * at most 50 ms, to absorb network jitter. Braze counts requests for the whole company, so the
 * forwarders of a process should share one limiter. Thread-safe.
 *
 * <p>Contracts without data points have an hourly budget, which other clients of the company use
 * too. Braze reports it in {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}. When
 * none is left, requests wait for the reset. {@link #withReserve} leaves a share of each window to
 * other clients.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
public final class RateLimiter {
  /** The number of requests that Braze allows in {@link #DEFAULT_WINDOW}. */
  public static final int DEFAULT_STARTS = 3_000;

  /** The window over which Braze counts requests. */
  public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(3);

  /** The number of read-back requests that Braze allows in {@link #READ_BACK_WINDOW}. */
  public static final int READ_BACK_STARTS = 40;

  /** The window over which Braze counts read-back requests. */
  public static final Duration READ_BACK_WINDOW = Duration.ofSeconds(1);

  /** The number of status requests that Braze allows in {@link #STATUS_WINDOW}. */
  public static final int STATUS_STARTS = 1_500;

  /** The window of the limit for {@code /users/track/status}. */
  public static final Duration STATUS_WINDOW = Duration.ofMinutes(1);

  /** The longest window over which Braze counts requests. */
  public static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /** Limits the memory of a limiter, which keeps 8 bytes per start. */
  private static final int MAX_STARTS = 10_000_000;

  private final Object lock = new Object();
  private final int maxStarts;
  private final Duration length;
  private final double reserve;
  private final StartWindow window;
  private final BudgetWindow budget;
  private int inFlight;
  private boolean paused;
  private long pausedUntil;

  /**
   * Budget that a response reports.
   *
   * @param limit the number of requests in the window ({@code X-RateLimit-Limit}), at least 1
   * @param remaining the approximate number of requests that are left ({@code
   *     X-RateLimit-Remaining}), from 0 to {@code limit}
   * @param untilReset the time from the response to the end of the window ({@code
   *     X-RateLimit-Reset}), from 0 to 1 h
   */
  public record Budget(long limit, long remaining, Duration untilReset) {
    /**
     * Creates a budget.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public Budget {
      if (limit < 1
          || remaining < 0
          || remaining > limit
          || untilReset.isNegative()
          || untilReset.compareTo(LONGEST_WINDOW) > 0) {
        throw new IllegalArgumentException(
            "a budget must have 0 to `limit` requests left for at most %s, but has %s of %s for %s"
                .formatted(LONGEST_WINDOW, remaining, limit, untilReset));
      }
    }
  }

  private RateLimiter(int maxStarts, Duration length, double reserve) {
    this.maxStarts = maxStarts;
    this.length = length;
    this.reserve = reserve;
    this.window = new StartWindow(maxStarts, length);
    this.budget = new BudgetWindow(reserve);
  }

  /**
   * Returns a new limiter for contracts with data points: {@value #DEFAULT_STARTS} requests in 3 s.
   */
  public static RateLimiter create() {
    return of(DEFAULT_STARTS, DEFAULT_WINDOW);
  }

  /**
   * Returns a new limiter for {@code /users/export/ids}: {@value #READ_BACK_STARTS} requests per
   * second, which workspaces with the default limit have since July 2025 for requests with {@code
   * fields_to_export}. Braze counts these requests separately. Other workspaces have 250 or 2,500
   * requests per minute; the limiter follows the budget that the responses report, and the pauses
   * that a 429 orders.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  public static RateLimiter forReadBack() {
    return of(READ_BACK_STARTS, READ_BACK_WINDOW);
  }

  /**
   * Returns a new limiter for {@code /users/track/status}: {@value #STATUS_STARTS} requests per
   * minute and workspace. Braze counts these requests separately.
   *
   * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
   *     /users/track/status, rate limit</a>
   */
  public static RateLimiter forStatus() {
    return of(STATUS_STARTS, STATUS_WINDOW);
  }

  /**
   * Returns a new limiter for another contract, or for this process's part of a limit.
   *
   * @param starts the number of requests that may start in the window, from 1 to {@value
   *     #MAX_STARTS}
   * @param window the length of the window, positive and at most 365 days
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static RateLimiter of(int starts, Duration window) {
    if (starts < 1
        || starts > MAX_STARTS
        || window.isNegative()
        || window.isZero()
        || Durations.tooLong(window)) {
      throw new IllegalArgumentException(
          "a rate must have 1 to %s starts and a positive window of at most 365 days, such as 3000 in 3 s, but was %s in %s"
              .formatted(MAX_STARTS, starts, window));
    }
    return new RateLimiter(starts, window, 0);
  }

  /**
   * Returns a new limiter without a rate limit; it still enforces pauses that Braze orders and the
   * budget that Braze reports.
   */
  public static RateLimiter off() {
    return new RateLimiter(0, Duration.ZERO, 0);
  }

  /**
   * Returns a new limiter with the same rate that leaves a share of each window's budget to other
   * clients. When a tenth of the rest is left, requests are spread over the remaining time; at the
   * reserve they wait for the reset. One request of each window is never reserved. The reserve has
   * no effect while responses report no budget.
   *
   * <p>The number that Braze reports is approximate and does not contain the requests in flight of
   * other clients, so the reserve is approximate too.
   *
   * @param share the share of {@code X-RateLimit-Limit}, at least 0 and less than 1; 0 by default
   * @throws IllegalArgumentException if the share is out of range
   */
  public RateLimiter withReserve(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "a reserve must be at least 0 and less than 1, such as 0.2, but was " + share);
    }
    return new RateLimiter(maxStarts, length, share);
  }

  /**
   * Takes a permit for a request, which must then start at once. Call {@link #ended} when the
   * request has ended, because a reported budget does not contain all requests in flight.
   *
   * @param nanoTime the current time, from the same {@link TimeSource} for all users of this
   *     limiter
   * @return 0 if a permit was taken, otherwise the nanoseconds to wait before trying again
   */
  public long acquire(long nanoTime) {
    synchronized (lock) {
      long wait = delay(nanoTime);
      if (wait == 0) {
        window.started(nanoTime);
        inFlight++;
      }
      return wait;
    }
  }

  /** Records that a request with a permit ended without a budget, or did not start after all. */
  public void ended() {
    synchronized (lock) {
      inFlight = Math.max(0, inFlight - 1);
    }
  }

  /**
   * Records that a request with a permit ended with a response that reports a budget. A response
   * that arrives late never raises the budget of its window.
   *
   * @param startNanoTime when the request started
   * @param nanoTime the current time
   */
  public void ended(Budget reported, long startNanoTime, long nanoTime) {
    synchronized (lock) {
      ended();
      budget.observe(reported, startNanoTime, nanoTime);
    }
  }

  /**
   * Returns the nanoseconds until {@link #acquire} would succeed, 0 if it would succeed now,
   * without taking a permit.
   */
  public long delay(long nanoTime) {
    synchronized (lock) {
      if (paused && pausedUntil - nanoTime > 0) {
        return pausedUntil - nanoTime;
      }
      paused = false;
      return Math.max(
          window.delayNanos(nanoTime),
          budget.delayNanos(nanoTime, inFlight, window.lastStart(nanoTime)));
    }
  }

  /** Pauses all requests until a time, because Braze ordered it. A pause is never shortened. */
  public void pause(long untilNanoTime) {
    synchronized (lock) {
      if (!paused || untilNanoTime - pausedUntil > 0) {
        paused = true;
        pausedUntil = untilNanoTime;
      }
    }
  }

  @Override
  public String toString() {
    String rate = maxStarts == 0 ? "off" : "%s in %s".formatted(maxStarts, length);
    return "RateLimiter[" + rate + (reserve == 0 ? "" : ", reserve " + reserve) + "]";
  }
}
