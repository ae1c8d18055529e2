package io.github.brazeaudience.event;

/** Braze answers again, and what was held goes on. Immutable. */
public final class BatchesReleased {
  private final BrazeOperation operation;
  private final int attempts;

  private BatchesReleased(BrazeOperation operation, int attempts) {
    this.operation = operation;
    this.attempts = attempts;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param operation what was held
   * @param attempts how many attempts the batch had that was answered
   * @return the event
   */
  public static BatchesReleased of(BrazeOperation operation, int attempts) {
    return new BatchesReleased(operation, attempts);
  }

  /**
   * Gives what was held.
   *
   * @return the value
   */
  public BrazeOperation operation() {
    return operation;
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
    return "BatchesReleased[operation=%s, attempts=%s]".formatted(operation, attempts);
  }
}
