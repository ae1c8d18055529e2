package io.github.brazeaudience.policy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Configures the wait before a queue forwards an update again that was not sent or not confirmed.
 * The wait is drawn between half of a bound and the bound, which doubles with each failure in a
 * row, so users of one failed request are spread over several requests. A later time that Braze or
 * the circuit breaker asks for is kept. Immutable.
 */
public final class RedeliveryPolicy {
  /** The default for {@link #initialBackoff}. */
  public static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofSeconds(1);

  /** The default for {@link #maxBackoff}. */
  public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofMinutes(1);

  private static final RedeliveryPolicy DEFAULT =
      new RedeliveryPolicy(DEFAULT_INITIAL_BACKOFF, DEFAULT_MAX_BACKOFF);

  private final Duration initialBackoff;
  private final Duration maxBackoff;

  private RedeliveryPolicy(Duration initialBackoff, Duration maxBackoff) {
    this.initialBackoff = initialBackoff;
    this.maxBackoff = maxBackoff;
  }

  /** Returns the default policy: waits from 1 s to 1 min. */
  public static RedeliveryPolicy defaults() {
    return DEFAULT;
  }

  /**
   * Returns this policy with another backoff.
   *
   * @param initial the bound of the first wait
   * @param max the largest bound, and the wait while Braze refuses the key or the endpoint
   * @throws IllegalArgumentException unless 0 &lt; initial &lt;= max &lt;= 365 days
   */
  public RedeliveryPolicy withBackoff(Duration initial, Duration max) {
    if (initial.isNegative()
        || initial.isZero()
        || max.compareTo(initial) < 0
        || Durations.tooLong(max)) {
      throw new IllegalArgumentException(
          "backoff requires 0 < initial <= max <= 365 days, but was initial %s, max %s"
              .formatted(initial, max));
    }
    return new RedeliveryPolicy(initial, max);
  }

  /** {@return the bound of the first wait} */
  public Duration initialBackoff() {
    return initialBackoff;
  }

  /** {@return the largest bound of a wait} */
  public Duration maxBackoff() {
    return maxBackoff;
  }

  /**
   * Draws the wait before the next delivery.
   *
   * @param failures the number of failures in a row, at least 1
   */
  public Duration backoff(int failures, RandomGenerator random) {
    long bound = Durations.doubled(initialBackoff, failures - 1, maxBackoff);
    return Duration.ofNanos(bound - random.nextLong(bound / 2 + 1));
  }

  @Override
  public String toString() {
    return "RedeliveryPolicy[backoff=" + initialBackoff + ".." + maxBackoff + "]";
  }
}
