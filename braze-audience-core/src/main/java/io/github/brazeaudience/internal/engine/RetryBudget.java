package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;

/**
 * Keeps retries from multiplying the load of a Braze that is in trouble: each costs tokens,
 * successes bring some back, and so does time. When none are left retries wait; no update is ended
 * by it. Confined to the mailbox.
 */
final class RetryBudget {
  private static final int COST = RetryPolicy.RETRY_COST;
  private static final int PER_SUCCESS = 1;
  private static final long NANOS_PER_TOKEN = Duration.ofMillis(200).toNanos();

  private final int capacity;
  private long tokens;
  private long countedAtNanos;

  RetryBudget(int capacity, long nowNanos) {
    this.capacity = capacity;
    this.tokens = capacity;
    this.countedAtNanos = nowNanos;
  }

  /**
   * Takes the tokens for one retry.
   *
   * @return 0 if there were enough, else the nanoseconds after which time alone brings them
   */
  long take(long nowNanos) {
    long earned = (nowNanos - countedAtNanos) / NANOS_PER_TOKEN;
    tokens = Math.min(capacity, tokens + earned);
    countedAtNanos += earned * NANOS_PER_TOKEN;
    if (tokens >= COST) {
      tokens -= COST;
      return 0;
    }
    return (COST - tokens) * NANOS_PER_TOKEN - (nowNanos - countedAtNanos);
  }

  void succeeded() {
    tokens = Math.min(capacity, tokens + PER_SUCCESS);
  }

  /** A retry that worked costs nothing in the end. */
  void retrySucceeded() {
    tokens = Math.min(capacity, tokens + COST);
  }
}
