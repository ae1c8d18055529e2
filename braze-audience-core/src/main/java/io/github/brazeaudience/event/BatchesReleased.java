package io.github.brazeaudience.event;

/** Braze answers again, and what was held goes on. Immutable. */
public final class BatchesReleased {
  private final int attempts;

  private BatchesReleased(int attempts) {
    this.attempts = attempts;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param attempts how many attempts the batch had that was answered
   * @return the event
   */
  public static BatchesReleased of(int attempts) {
    return new BatchesReleased(attempts);
  }

  /**
   * Gives how many attempts the batch had that was answered.
   *
   * @return the value
   */
  public int attempts() {
    return attempts;
  }

  @Override
  public String toString() {
    return "BatchesReleased[" + attempts + "]";
  }
}
