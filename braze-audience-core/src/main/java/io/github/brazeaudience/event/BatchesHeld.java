package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;

/**
 * Nothing is sent from now on but single probes, because Braze is away or has ordered a pause.
 * Immutable.
 */
public final class BatchesHeld {
  private final Reason reason;

  private BatchesHeld(Reason reason) {
    this.reason = reason;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param reason why
   * @return the event
   */
  public static BatchesHeld of(Reason reason) {
    return new BatchesHeld(reason);
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
    return "BatchesHeld[" + reason + "]";
  }
}
