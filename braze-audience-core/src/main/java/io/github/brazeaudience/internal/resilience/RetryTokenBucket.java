package io.github.brazeaudience.internal.resilience;

import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;

/**
 * Token bucket that limits retries while a server is failing. A retry costs {@value
 * RetryPolicy#RETRY_COST} tokens; successes and time refill the bucket. An empty bucket delays
 * retries but never drops one.
 */
public final class RetryTokenBucket {
  private static final int COST = RetryPolicy.RETRY_COST;
  private static final int TOKENS_PER_SUCCESS = 1;
  private static final long NANOS_PER_TOKEN = Duration.ofMillis(200).toNanos();

  private final int capacity;
  private long tokens;
  private long refilledAtNanos;

  public RetryTokenBucket(int capacity, long nowNanos) {
    this.capacity = capacity;
    this.tokens = capacity;
    this.refilledAtNanos = nowNanos;
  }

  /**
   * Takes the tokens for one retry if the bucket holds enough.
   *
   * @return 0 if the tokens were taken, otherwise the nanoseconds until time alone has refilled
   *     enough of them
   */
  public long tryAcquire(long nowNanos) {
    long refill = (nowNanos - refilledAtNanos) / NANOS_PER_TOKEN;
    add(refill);
    refilledAtNanos += refill * NANOS_PER_TOKEN;
    if (tokens >= COST) {
      tokens -= COST;
      return 0;
    }
    return (COST - tokens) * NANOS_PER_TOKEN - (nowNanos - refilledAtNanos);
  }

  /** Adds tokens after a success. A retry that succeeded returns all that it cost. */
  public void deposit(boolean wasRetry) {
    add(wasRetry ? COST : TOKENS_PER_SUCCESS);
  }

  private void add(long more) {
    tokens = Math.min(capacity, tokens + more);
  }
}
