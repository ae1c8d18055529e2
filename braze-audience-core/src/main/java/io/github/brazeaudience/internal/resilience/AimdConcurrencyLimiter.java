package io.github.brazeaudience.internal.resilience;

import io.github.brazeaudience.policy.ConcurrencyPolicy;

/**
 * Concurrency limiter with additive increase and multiplicative decrease (AIMD). The limit grows by
 * {@value ConcurrencyPolicy#INCREASE} per round of successes and is halved by the first failure of
 * a round. A round consists of the requests that started under one limit, so a response to a
 * request from before a decrease does not change the limit again.
 *
 * <p>{@link #current} may be called from any thread.
 */
public final class AimdConcurrencyLimiter {
  private final ConcurrencyPolicy policy;
  private volatile int current;
  private int successCredit;
  private long lastRequestOfPreviousRound;

  /** Creates a limiter at the initial limit of the policy. */
  public AimdConcurrencyLimiter(ConcurrencyPolicy policy) {
    this.policy = policy;
    this.current = policy.initial();
  }

  public int current() {
    return current;
  }

  /**
   * Records the success of a request; {@code inFlight} includes it. The limit grows only if it was
   * the bottleneck.
   */
  public void onSuccess(long request, int inFlight) {
    int limit = current;
    if (limit == policy.largest() || request <= lastRequestOfPreviousRound || inFlight < limit) {
      return;
    }
    successCredit += ConcurrencyPolicy.INCREASE;
    while (successCredit >= limit) {
      successCredit -= limit;
      limit++;
    }
    current = Math.min(limit, policy.largest());
  }

  /**
   * Records the failure of a request, which halves the limit unless an earlier failure of the round
   * already did.
   */
  public void onFailure(long request, long lastStarted) {
    if (request <= lastRequestOfPreviousRound) {
      return;
    }
    lastRequestOfPreviousRound = lastStarted;
    successCredit = 0;
    current = Math.max(current / 2, policy.smallest());
  }
}
