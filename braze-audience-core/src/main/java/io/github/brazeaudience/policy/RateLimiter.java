package io.github.brazeaudience.policy;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.ConfigurationRegistry;
import java.time.Duration;
import java.util.Locale;

/**
 * Paces the starts of requests: never more than a number of them in any window of time, whatever
 * its phase, and none while Braze has ordered a pause. The window is kept a fiftieth longer than it
 * is, at most 50 ms, because requests do not all take the same time to Braze. Braze counts for the
 * whole company, so one limiter may be shared by all forwarders of a process. Safe for use by
 * several threads.
 *
 * @see <a href="https://www.braze.com/docs/api/api_limits">Braze: rate limits</a>
 */
public final class RateLimiter {
  /** How many starts Braze allows in {@link #DEFAULT_WINDOW}. */
  public static final int DEFAULT_STARTS = 3_000;

  /** The window over which Braze counts. */
  public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(3);

  /** How many starts of {@code /users/export/ids} Braze allows in {@link #EXPORT_WINDOW}. */
  public static final int EXPORT_STARTS = 250;

  /** The window over which Braze counts exports. */
  public static final Duration EXPORT_WINDOW = Duration.ofMinutes(1);

  /**
   * The part of a window by which it is kept longer, at most {@value #MAX_ROOM_NANOS} ns. Requests
   * do not all take the same time to Braze, which counts them when they come: starts at exactly the
   * limit come above it now and then, and each refusal holds all of them for a second.
   */
  private static final int ROOM_SHARE = 50;

  private static final long MAX_ROOM_NANOS = 50_000_000;

  /** Each start is remembered for a window, in 8 bytes. */
  private static final int MOST_STARTS = 10_000_000;

  private final Object lock = new Object();
  private final long[] starts;
  private final Duration window;
  private final long heldNanos;
  private final ConfigurationRegistry configurations = new ConfigurationRegistry();
  private long started;
  private boolean paused;
  private long pausedUntil;

  private RateLimiter(int starts, Duration window) {
    this.starts = new long[starts];
    this.window = window;
    long nanos = window.toNanos();
    this.heldNanos = nanos + Math.min(nanos / ROOM_SHARE, MAX_ROOM_NANOS);
  }

  /**
   * The limit of contracts with data points: {@value #DEFAULT_STARTS} requests in 3 seconds.
   *
   * @return a new limiter
   */
  public static RateLimiter create() {
    return of(DEFAULT_STARTS, DEFAULT_WINDOW);
  }

  /**
   * The limit of {@code /users/export/ids}: {@value #EXPORT_STARTS} requests in a minute. It is one
   * of its own beside that for all requests. Older contracts allow more.
   *
   * @return a new limiter
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  public static RateLimiter forExports() {
    return of(EXPORT_STARTS, EXPORT_WINDOW);
  }

  /**
   * A limit of one's own contract, or a part of it that is left for this process.
   *
   * @param starts how many requests may start in the window, from 1 to {@value #MOST_STARTS}
   * @param window the length of the window, positive
   * @return a new limiter
   * @throws IllegalArgumentException if the starts are outside, or the window is not positive or
   *     longer than 365 days
   */
  public static RateLimiter of(int starts, Duration window) {
    if (starts < 1
        || starts > MOST_STARTS
        || window.isNegative()
        || window.isZero()
        || Durations.tooLong(window)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a rate must be from 1 to %d starts and its window at most 365 days, such as 3000 in 3 s, but was %d in %s",
              MOST_STARTS,
              starts,
              window));
    }
    return new RateLimiter(starts, window);
  }

  /**
   * No limit of our own; pauses that Braze orders still hold.
   *
   * @return a new limiter
   */
  public static RateLimiter off() {
    return new RateLimiter(0, Duration.ZERO);
  }

  /**
   * Asks for a start. If it is granted it is counted, and must follow at once.
   *
   * @param nanoTime the present time, from one {@link TimeSource} for all users of this limiter
   * @return 0 if granted; else the nanoseconds after which to ask again
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
   * Tells how long a start would have to wait, without asking for one.
   *
   * @param nanoTime as for {@link #acquire}
   * @return nanoseconds, 0 if it would be granted
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
      return Math.max(0, starts[nextSlot()] + heldNanos - nanoTime);
    }
  }

  private int nextSlot() {
    return (int) (started % starts.length);
  }

  /**
   * Holds all starts, because Braze said so. A pause is only ever made longer.
   *
   * @param untilNanoTime until when
   */
  public void pause(long untilNanoTime) {
    synchronized (lock) {
      if (!paused || untilNanoTime - pausedUntil > 0) {
        paused = true;
        pausedUntil = untilNanoTime;
      }
    }
  }

  /**
   * Notes a configuration whose forwarder uses this limiter; the forwarder's builder calls this.
   * One forwarder is meant for a configuration: a second one would know nothing of the order in
   * which the first one writes.
   *
   * @param config the configuration
   * @throws IllegalStateException if it and another one would overwrite each other's attribute in
   *     Braze
   */
  public void register(BrazeAudienceConfig config) {
    configurations.register(config);
  }

  /**
   * Forgets a configuration whose forwarder was closed.
   *
   * @param config the configuration
   */
  public void unregister(BrazeAudienceConfig config) {
    configurations.unregister(config);
  }

  @Override
  public String toString() {
    return starts.length == 0
        ? "RateLimiter[off]"
        : String.format(Locale.ROOT, "RateLimiter[%d in %s]", starts.length, window);
  }
}
