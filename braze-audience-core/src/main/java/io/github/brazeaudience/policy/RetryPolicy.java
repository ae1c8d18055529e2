package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, after which waits and for how long a request is sent again. Waits grow exponentially
 * and are drawn with full jitter: evenly between zero and the grown wait. A longer wait that Braze
 * asks for is kept. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/errors">Braze: errors, which asks for exponential
 *     back-off</a>
 */
public final class RetryPolicy {
  /** The default for {@link #maxAttempts}. */
  public static final int DEFAULT_MAX_ATTEMPTS = 10;

  /** The default for {@link #initialBackoff}. */
  public static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofMillis(500);

  /** The default for {@link #throttledBackoff}. */
  public static final Duration DEFAULT_THROTTLED_BACKOFF = Duration.ofSeconds(1);

  /** The default for {@link #maxBackoff}. */
  public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(30);

  /** The default for {@link #deadline}. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);

  /** The default for {@link #outageLimit}. */
  public static final Duration DEFAULT_OUTAGE_LIMIT = Duration.ofMinutes(5);

  /** The default for {@link #budget}. */
  public static final int DEFAULT_BUDGET = 500;

  /** What one retry costs of {@link #budget}. */
  public static final int RETRY_COST = 5;

  private static final Duration SHORTEST_PROBE_INTERVAL = Duration.ofMillis(100);

  private static final RetryPolicy DEFAULT =
      new RetryPolicy(
          DEFAULT_MAX_ATTEMPTS,
          DEFAULT_INITIAL_BACKOFF,
          DEFAULT_THROTTLED_BACKOFF,
          DEFAULT_MAX_BACKOFF,
          DEFAULT_DEADLINE,
          DEFAULT_OUTAGE_LIMIT,
          DEFAULT_BUDGET);

  private final int maxAttempts;
  private final Duration initialBackoff;
  private final Duration throttledBackoff;
  private final Duration maxBackoff;
  private final Duration deadline;
  private final Duration outageLimit;
  private final int budget;

  private RetryPolicy(
      int maxAttempts,
      Duration initialBackoff,
      Duration throttledBackoff,
      Duration maxBackoff,
      Duration deadline,
      Duration outageLimit,
      int budget) {
    this.maxAttempts = maxAttempts;
    this.initialBackoff = initialBackoff;
    this.throttledBackoff = throttledBackoff;
    this.maxBackoff = maxBackoff;
    this.deadline = deadline;
    this.outageLimit = outageLimit;
    this.budget = budget;
  }

  /**
   * The defaults: {@value #DEFAULT_MAX_ATTEMPTS} attempts, waits from 500 ms (1 s when throttled)
   * to 30 s, all within 5 minutes; an outage is waited out for 5 minutes.
   *
   * @return the policy
   */
  public static RetryPolicy defaults() {
    return DEFAULT;
  }

  /**
   * This policy with another number of attempts.
   *
   * @param attempts at least 1, the first one included
   * @return a new policy
   * @throws IllegalArgumentException if it is less
   */
  public RetryPolicy withMaxAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("`maxAttempts` must be at least 1, but was " + attempts);
    }
    return new RetryPolicy(
        attempts, initialBackoff, throttledBackoff, maxBackoff, deadline, outageLimit, budget);
  }

  /**
   * This policy with other waits.
   *
   * @param initial the longest first wait after a failure
   * @param throttled the longest first wait after a 429
   * @param max the longest wait of all
   * @return a new policy
   * @throws IllegalArgumentException if a wait is negative, a first one longer than the longest, or
   *     that longer than 365 days
   */
  public RetryPolicy withBackoff(Duration initial, Duration throttled, Duration max) {
    if (initial.isNegative()
        || throttled.isNegative()
        || max.compareTo(initial) < 0
        || max.compareTo(throttled) < 0
        || Durations.tooLong(max)) {
      throw new IllegalArgumentException(
          ("back-off must not be negative, its first waits (%s, %s when throttled) not exceed its longest (%s), and that"
                  + " not 365 days")
              .formatted(initial, throttled, max));
    }
    return new RetryPolicy(maxAttempts, initial, throttled, max, deadline, outageLimit, budget);
  }

  /**
   * This policy with another deadline. An attempt that the deadline cuts off may have arrived, so
   * an attempt only starts if there is time for a response: as long as the last attempt of the
   * request took, and at least a second, or a tenth of a deadline under 10 s. A request that may
   * have arrived already is tried up to the deadline.
   *
   * @param deadline for a call of {@code forward}, or for a batch of a stream; positive
   * @return a new policy
   * @throws IllegalArgumentException if it is not positive, or longer than 365 days
   */
  public RetryPolicy withDeadline(Duration deadline) {
    return new RetryPolicy(
        maxAttempts,
        initialBackoff,
        throttledBackoff,
        maxBackoff,
        Durations.positive("deadline", deadline),
        outageLimit,
        budget);
  }

  /**
   * This policy with another limit for outages.
   *
   * @param limit how long batches are held while Braze is away; positive
   * @return a new policy
   * @throws IllegalArgumentException if it is not positive, or longer than 365 days
   */
  public RetryPolicy withOutageLimit(Duration limit) {
    return new RetryPolicy(
        maxAttempts,
        initialBackoff,
        throttledBackoff,
        maxBackoff,
        deadline,
        Durations.positive("outageLimit", limit),
        budget);
  }

  /**
   * This policy with another budget.
   *
   * @param tokens at least 5, which is what one retry costs
   * @return a new policy
   * @throws IllegalArgumentException if it is less
   */
  public RetryPolicy withBudget(int tokens) {
    if (tokens < RETRY_COST) {
      throw new IllegalArgumentException(
          "`budget` must be at least %d, but was %d".formatted(RETRY_COST, tokens));
    }
    return new RetryPolicy(
        maxAttempts, initialBackoff, throttledBackoff, maxBackoff, deadline, outageLimit, tokens);
  }

  /**
   * The number of attempts for a request, the first one included.
   *
   * @return by default {@value #DEFAULT_MAX_ATTEMPTS}
   */
  public int maxAttempts() {
    return maxAttempts;
  }

  /**
   * The longest first wait after a failure.
   *
   * @return by default 500 ms
   */
  public Duration initialBackoff() {
    return initialBackoff;
  }

  /**
   * The longest first wait after a 429.
   *
   * @return by default 1 s
   */
  public Duration throttledBackoff() {
    return throttledBackoff;
  }

  /**
   * The longest wait of all, unless Braze asks for a longer one.
   *
   * @return by default 30 s
   */
  public Duration maxBackoff() {
    return maxBackoff;
  }

  /**
   * How long a call of {@code forward}, or a batch of a stream, may take.
   *
   * @return by default 5 minutes
   */
  public Duration deadline() {
    return deadline;
  }

  /**
   * How long batches are held while Braze is away, before they are given up.
   *
   * @return by default 5 minutes
   */
  public Duration outageLimit() {
    return outageLimit;
  }

  /**
   * How many tokens there are for retries. One costs {@value #RETRY_COST}, successes and time bring
   * tokens back, and while there are none retries wait.
   *
   * @return by default {@value #DEFAULT_BUDGET}
   */
  public int budget() {
    return budget;
  }

  /**
   * Draws the wait before the next probe of a Braze that is away: between half of the grown wait
   * and the whole, and at least 100 ms, because probes are not counted.
   *
   * @param probe which probe it is, 1 for the first
   * @param random where the jitter comes from
   * @return the wait
   */
  public Duration probeInterval(int probe, RandomGenerator random) {
    long grown = grown(initialBackoff, probe);
    long drawn = grown - (grown < 2 ? 0 : random.nextLong(grown / 2 + 1));
    return Duration.ofNanos(Math.max(drawn, SHORTEST_PROBE_INTERVAL.toNanos()));
  }

  /**
   * Draws the wait before the next attempt.
   *
   * @param failures how many attempts have failed in a row, at least 1
   * @param throttled whether the last one was answered 429
   * @param random where the jitter comes from
   * @return between zero and the grown wait
   */
  public Duration backoff(int failures, boolean throttled, RandomGenerator random) {
    long grown = grown(throttled ? throttledBackoff : initialBackoff, failures);
    return Duration.ofNanos(grown == 0 ? 0 : random.nextLong(grown + 1));
  }

  private long grown(Duration first, int times) {
    long base = first.toNanos();
    long cap = maxBackoff.toNanos();
    int doublings = Math.min(times - 1, Long.SIZE - 2);
    return base > cap >> doublings ? cap : base << doublings;
  }

  @Override
  public String toString() {
    return "RetryPolicy[maxAttempts=%d, backoff=%s..%s, throttled=%s.., deadline=%s, outageLimit=%s]"
        .formatted(
            maxAttempts, initialBackoff, maxBackoff, throttledBackoff, deadline, outageLimit);
  }
}
