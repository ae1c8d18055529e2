package io.github.brazeaudience.event;

/**
 * Receives events from a forwarder, for metrics and logs. Methods are called on any thread, several
 * at a time. They must be fast, must not block, and must not call the forwarder. An exception is
 * logged and has no other effect. Events never contain a key, an identity or an attribute value.
 */
public interface ForwarderListener {
  /** Called when a request is about to start. */
  default void attemptStarted(AttemptStarted event) {}

  /** Called when a request has ended, with or without a response. */
  default void attemptFinished(AttemptFinished event) {}

  /** Called when a batch will be sent again after a wait. */
  default void retryScheduled(RetryScheduled event) {}

  /** Called when a queue with a redelivery policy will deliver updates of a user again. */
  default void redeliveryScheduled(RedeliveryScheduled event) {}

  /** Called when the wait that a response ordered cannot be right. */
  default void retryHintCorrected(RetryHintCorrected event) {}

  /** Called when the budget that a response reported cannot be right. */
  default void rateLimitCorrected(RateLimitCorrected event) {}

  /** Called when a batch that Braze refused without naming a user is split into halves. */
  default void batchSplit(BatchSplit event) {}

  /** Called when users have to wait for their profiles to be read back. */
  default void readBackDelayed(ReadBackDelayed event) {}

  /** Called when requests have to wait for the rate limiter for a long time. */
  default void requestsDelayed(RequestsDelayed event) {}

  /** Called when the circuit breaker of an operation opens. */
  default void batchesHeld(BatchesHeld event) {}

  /** Called when the circuit breaker of an operation closes. */
  default void batchesReleased(BatchesReleased event) {}

  /** Called when the number of requests that may be in flight changes. */
  default void maxInFlightChanged(MaxInFlightChanged event) {}

  /** Called when the learned number of objects in a request changes. */
  default void maxObjectsChanged(MaxObjectsChanged event) {}

  /** Called when all updates of a call have their outcomes. */
  default void callFinished(CallFinished event) {}

  /**
   * Returns a listener that passes each event to two others, in this order. The second one receives
   * it even if the first one throws.
   */
  static ForwarderListener combine(ForwarderListener first, ForwarderListener second) {
    return new CombinedListener(first, second);
  }
}
