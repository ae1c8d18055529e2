package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Policy of retries: the maximum number of attempts, the backoff between them, and the deadline.
 * The backoff is exponential with full jitter: each wait is drawn evenly between zero and a bound
 * that doubles. A longer wait that Braze orders is kept. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/errors">Braze: errors, which asks for exponential
 *     backoff</a>
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

  /** The tokens that one retry takes from {@link #budget}. */
  public static final int RETRY_COST = 5;

  private static final Duration MIN_PROBE_INTERVAL = Duration.ofMillis(100);

  private static final RetryPolicy DEFAULT =
      new RetryPolicy(
          new Backoff(DEFAULT_INITIAL_BACKOFF, DEFAULT_THROTTLED_BACKOFF, DEFAULT_MAX_BACKOFF),
          new Limits(DEFAULT_MAX_ATTEMPTS, DEFAULT_DEADLINE, DEFAULT_OUTAGE_LIMIT, DEFAULT_BUDGET));

  private final Backoff backoff;
  private final Limits limits;

  private record Backoff(Duration initial, Duration throttled, Duration max) {}

  private record Limits(int maxAttempts, Duration deadline, Duration outage, int budget) {}

  private RetryPolicy(Backoff backoff, Limits limits) {
    this.backoff = backoff;
    this.limits = limits;
  }

  /**
   * Returns the default policy: {@value #DEFAULT_MAX_ATTEMPTS} attempts, waits from 500 ms (1 s
   * when throttled) to 30 s, all within 5 minutes; an outage may last 5 minutes.
   */
  public static RetryPolicy defaults() {
    return DEFAULT;
  }

  /**
   * Returns this policy with another maximum number of attempts.
   *
   * @param attempts at least 1, including the first attempt
   * @throws IllegalArgumentException if {@code attempts} is less than 1
   */
  public RetryPolicy withMaxAttempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("`maxAttempts` must be at least 1, but was " + attempts);
    }
    return with(new Limits(attempts, limits.deadline, limits.outage, limits.budget));
  }

  /**
   * Returns this policy with another backoff.
   *
   * @param initial the bound of the first wait after a failure
   * @param throttled the bound of the first wait after a 429
   * @param max the largest bound
   * @throws IllegalArgumentException unless 0 &lt;= initial, throttled &lt;= max &lt;= 365 days
   */
  public RetryPolicy withBackoff(Duration initial, Duration throttled, Duration max) {
    if (initial.isNegative()
        || throttled.isNegative()
        || max.compareTo(initial) < 0
        || max.compareTo(throttled) < 0
        || Durations.tooLong(max)) {
      throw new IllegalArgumentException(
          "backoff requires 0 <= initial, throttled <= max <= 365 days, but was initial %s, throttled %s, max %s"
              .formatted(initial, throttled, max));
    }
    return new RetryPolicy(new Backoff(initial, throttled, max), limits);
  }

  /**
   * Returns this policy with another deadline. An attempt that the deadline cuts off may have
   * arrived, so an attempt starts only if there is time for a response: as long as the last attempt
   * of the request took, and at least a second, or a tenth of a deadline under 10 s. A request that
   * may have arrived already is retried up to the deadline.
   *
   * @param deadline for a call of {@code forward}, or for a batch of a stream or queue
   * @throws IllegalArgumentException if it is not positive, or longer than 365 days
   */
  public RetryPolicy withDeadline(Duration deadline) {
    Duration checked = Durations.positive("deadline", deadline);
    return with(new Limits(limits.maxAttempts, checked, limits.outage, limits.budget));
  }

  /**
   * Returns this policy with another limit for outages.
   *
   * @param limit the maximum time for which batches wait while the circuit breaker is open
   * @throws IllegalArgumentException if it is not positive, or longer than 365 days
   */
  public RetryPolicy withOutageLimit(Duration limit) {
    Duration checked = Durations.positive("outageLimit", limit);
    return with(new Limits(limits.maxAttempts, limits.deadline, checked, limits.budget));
  }

  /**
   * Returns this policy with another retry budget.
   *
   * @param tokens at least {@value #RETRY_COST}, the cost of one retry
   * @throws IllegalArgumentException if {@code tokens} is less
   */
  public RetryPolicy withBudget(int tokens) {
    if (tokens < RETRY_COST) {
      throw new IllegalArgumentException(
          "`budget` must be at least %s, but was %s".formatted(RETRY_COST, tokens));
    }
    return with(new Limits(limits.maxAttempts, limits.deadline, limits.outage, tokens));
  }

  private RetryPolicy with(Limits changed) {
    return new RetryPolicy(backoff, changed);
  }

  /** {@return the maximum number of attempts per request, including the first} */
  public int maxAttempts() {
    return limits.maxAttempts;
  }

  /** {@return the bound of the first wait after a failure} */
  public Duration initialBackoff() {
    return backoff.initial;
  }

  /** {@return the bound of the first wait after a 429} */
  public Duration throttledBackoff() {
    return backoff.throttled;
  }

  /** {@return the largest bound of a wait, unless Braze orders a longer one} */
  public Duration maxBackoff() {
    return backoff.max;
  }

  /** {@return the time limit for a call of {@code forward}, or for a batch of a stream or queue} */
  public Duration deadline() {
    return limits.deadline;
  }

  /** {@return the maximum time for which batches wait while the circuit breaker is open} */
  public Duration outageLimit() {
    return limits.outage;
  }

  /**
   * Returns the capacity of the retry token bucket. A retry costs {@value #RETRY_COST} tokens;
   * successes and time refill the bucket. Retries wait while it is empty.
   */
  public int budget() {
    return limits.budget;
  }

  /**
   * Draws the wait before the next probe during an outage: between half of the bound and the bound,
   * and at least 100 ms, because the number of probes is not limited.
   *
   * @param probe the number of the probe, 1 for the first
   */
  public Duration probeInterval(int probe, RandomGenerator random) {
    long bound = bound(backoff.initial, probe);
    long drawn = bound - (bound < 2 ? 0 : random.nextLong(bound / 2 + 1));
    return Duration.ofNanos(Math.max(drawn, MIN_PROBE_INTERVAL.toNanos()));
  }

  /**
   * Draws the wait before the next attempt, between zero and the bound.
   *
   * @param failures the number of failed attempts, at least 1
   * @param throttled true if the last response was 429
   */
  public Duration backoff(int failures, boolean throttled, RandomGenerator random) {
    long bound = bound(throttled ? backoff.throttled : backoff.initial, failures);
    return Duration.ofNanos(bound == 0 ? 0 : random.nextLong(bound + 1));
  }

  private long bound(Duration first, int times) {
    return Durations.doubled(first, times - 1, backoff.max);
  }

  @Override
  public String toString() {
    return "RetryPolicy[maxAttempts=%s, backoff=%s..%s, throttled=%s.., deadline=%s, outageLimit=%s]"
        .formatted(
            limits.maxAttempts,
            backoff.initial,
            backoff.max,
            backoff.throttled,
            limits.deadline,
            limits.outage);
  }
}
