package io.github.brazeaudience.spring;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.outcome.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listener that keeps the reason for which each operation of a forwarder does not work at present:
 * its circuit breaker is open, or Braze refuses the key or the endpoint. Thread-safe.
 */
final class ForwarderState implements ForwarderListener {
  private final Map<BrazeOperation, Suspension> suspensions = new ConcurrentHashMap<>();
  private final Clock clock;

  ForwarderState(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reason for which an operation does not work.
   *
   * @param since the time of the first failure with this reason
   */
  record Suspension(Reason reason, Instant since) {}

  /** {@return the reason for which an operation does not work, or empty if it works} */
  Optional<Suspension> suspension(BrazeOperation operation) {
    return Optional.ofNullable(suspensions.get(operation));
  }

  /** {@return the operations that do not work at present} */
  Map<BrazeOperation, Suspension> suspensions() {
    return new TreeMap<>(suspensions);
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    suspend(event.operation(), event.reason());
  }

  @Override
  public void batchesReleased(BatchesReleased event) {
    suspensions.remove(event.operation());
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    Reason reason = event.reason().orElse(null);
    if (reason == null) {
      suspensions.remove(event.operation());
    } else if (reason == Reason.UNAUTHORIZED || reason == Reason.ENDPOINT_REFUSED) {
      suspend(event.operation(), reason);
    }
  }

  private void suspend(BrazeOperation operation, Reason reason) {
    suspensions.compute(
        operation,
        (key, present) ->
            present != null && present.reason() == reason
                ? present
                : new Suspension(reason, clock.instant()));
  }
}
