package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.policy.ConcurrencyPolicy;

/**
 * How many requests may be under way now. It grows by a few for each round of answers that came
 * well and is halved by the first failure of a round. A round is what was started under one limit:
 * answers to requests from before a cut tell nothing about what came of it. Confined to the
 * mailbox, but for {@link #current}.
 */
final class ConcurrencyLimit {
  private final ConcurrencyPolicy policy;
  private final ForwarderListener listener;
  private volatile int current;
  private int earned;
  private long lastBeforeCut;

  ConcurrencyLimit(ConcurrencyPolicy policy, ForwarderListener listener) {
    this.policy = policy;
    this.listener = listener;
    this.current = policy.initial();
  }

  /** The most requests that may be under way. May be asked by any thread. */
  int current() {
    return current;
  }

  /**
   * An attempt came to an answer. It says that more may be well only if the limit was what held
   * further ones back.
   *
   * @param request its number
   * @param inFlight how many were under way, this one included
   */
  void succeeded(long request, int inFlight) {
    int limit = current;
    if (limit == policy.largest() || request <= lastBeforeCut || inFlight < limit) {
      return;
    }
    earned += ConcurrencyPolicy.INCREASE;
    while (earned >= limit) {
      earned -= limit;
      limit++;
    }
    change(Math.min(limit, policy.largest()));
  }

  /**
   * An attempt came to nothing.
   *
   * @param request its number
   * @param lastStarted the number of the last request that was started
   */
  void failed(long request, long lastStarted) {
    if (request <= lastBeforeCut) {
      return;
    }
    lastBeforeCut = lastStarted;
    earned = 0;
    change(Math.max(current / 2, policy.smallest()));
  }

  private void change(int limit) {
    int before = current;
    if (limit != before) {
      current = limit;
      listener.maxInFlightChanged(new MaxInFlightChanged(before, limit));
    }
  }
}
