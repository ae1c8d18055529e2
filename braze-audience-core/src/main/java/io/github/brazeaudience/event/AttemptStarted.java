package io.github.brazeaudience.event;

/** A request that is about to start. Immutable. */
public final class AttemptStarted {
  private final BrazeOperation operation;
  private final long request;
  private final int attempt;
  private final int users;
  private final long bytes;

  private AttemptStarted(
      BrazeOperation operation, long request, int attempt, int users, long bytes) {
    this.operation = operation;
    this.request = request;
    this.attempt = attempt;
    this.users = users;
    this.bytes = bytes;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param operation what is asked of Braze
   * @param request the number of the request within the forwarder
   * @param attempt which attempt for this batch it is, 1 for the first
   * @param users how many users it has in it
   * @param bytes the length of its body in bytes
   * @return the event
   */
  public static AttemptStarted of(
      BrazeOperation operation, long request, int attempt, int users, long bytes) {
    return new AttemptStarted(operation, request, attempt, users, bytes);
  }

  /**
   * Gives what is asked of Braze.
   *
   * @return the value
   */
  public BrazeOperation operation() {
    return operation;
  }

  /**
   * Gives the number of the request within the forwarder.
   *
   * @return the value
   */
  public long request() {
    return request;
  }

  /**
   * Gives which attempt for this batch it is, 1 for the first.
   *
   * @return the value
   */
  public int attempt() {
    return attempt;
  }

  /**
   * Gives how many users it has in it.
   *
   * @return the value
   */
  public int users() {
    return users;
  }

  /**
   * Gives the length of its body in bytes.
   *
   * @return the value
   */
  public long bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "AttemptStarted[operation=%s, request=%s, attempt=%s, users=%s, bytes=%s]"
        .formatted(operation, request, attempt, users, bytes);
  }
}
