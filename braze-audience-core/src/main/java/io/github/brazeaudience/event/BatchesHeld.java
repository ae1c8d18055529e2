package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;

/**
 * Nothing is asked of Braze from now on by this operation but single probes, because Braze is away
 * or has ordered a pause. Immutable.
 */
public final class BatchesHeld {
  private final BrazeOperation operation;
  private final Reason reason;

  private BatchesHeld(BrazeOperation operation, Reason reason) {
    this.operation = operation;
    this.reason = reason;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param operation what is held; each operation is on its own
   * @param reason why
   * @return the event
   */
  public static BatchesHeld of(BrazeOperation operation, Reason reason) {
    return new BatchesHeld(operation, reason);
  }

  /**
   * Gives what is held.
   *
   * @return the value
   */
  public BrazeOperation operation() {
    return operation;
  }

  /**
   * Gives why.
   *
   * @return the value
   */
  public Reason reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "BatchesHeld[operation=%s, reason=%s]".formatted(operation, reason);
  }
}
