package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.Locale;

/**
 * Sliding-window rate limiter for request starts, which also enforces pauses that Braze orders. The
 * enforced window is 2 % longer than the configured one, at most 50 ms, to absorb network jitter.
 * Braze counts requests for the whole company, so the forwarders of a process should share one
 * limiter. Thread-safe.
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

  /**
   * Extends the window by this fraction, at most {@value #MAX_MARGIN_NANOS} ns. Braze counts
   * arrivals, which jitter, so starts at exactly the limit would exceed it now and then, and each
   * refusal pauses all requests for a second.
   */
  private static final int MARGIN_DIVISOR = 50;

  private static final long MAX_MARGIN_NANOS = 50_000_000;

  /** Limits the memory of a limiter, which keeps 8 bytes per start. */
  private static final int MAX_STARTS = 10_000_000;

  private final Object lock = new Object();
  private final long[] starts;
  private final Duration window;
  private final long enforcedWindowNanos;
  private long started;
  private boolean paused;
  private long pausedUntil;

  private RateLimiter(int starts, Duration window) {
    this.starts = new long[starts];
    this.window = window;
    long nanos = window.toNanos();
    this.enforcedWindowNanos = nanos + Math.min(nanos / MARGIN_DIVISOR, MAX_MARGIN_NANOS);
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
   * requests per minute.
   *
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  public static RateLimiter forReadBack() {
    return of(READ_BACK_STARTS, READ_BACK_WINDOW);
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
          String.format(
              Locale.ROOT,
              "a rate must have 1 to %d starts and a positive window of at most 365 days, such as 3000 in 3 s, but was %d in %s",
              MAX_STARTS,
              starts,
              window));
    }
    return new RateLimiter(starts, window);
  }

  /** Returns a new limiter without a limit; it still enforces pauses that Braze orders. */
  public static RateLimiter off() {
    return new RateLimiter(0, Duration.ZERO);
  }

  /**
   * Takes a permit for a request, which must then start at once.
   *
   * @param nanoTime the current time, from the same {@link TimeSource} for all users of this
   *     limiter
   * @return 0 if a permit was taken, otherwise the nanoseconds to wait before trying again
   */
  public long acquire(long nanoTime) {
    synchronized (lock) {
      long wait = delay(nanoTime);
      if (wait == 0 && starts.length > 0) {
        starts[nextSlot()] = nanoTime;
        started++;
      }
      return wait;
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
      if (started < starts.length || starts.length == 0) {
        return 0;
      }
      return Math.max(0, starts[nextSlot()] + enforcedWindowNanos - nanoTime);
    }
  }

  private int nextSlot() {
    return (int) (started % starts.length);
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
    return starts.length == 0
        ? "RateLimiter[off]"
        : String.format(Locale.ROOT, "RateLimiter[%d in %s]", starts.length, window);
  }
}
