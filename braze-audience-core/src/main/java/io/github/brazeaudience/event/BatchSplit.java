package io.github.brazeaudience.event;

/** A batch that was refused as a whole and is halved. Immutable. */
public final class BatchSplit {
  private final long request;
  private final int users;
  private final int status;

  private BatchSplit(long request, int users, int status) {
    this.request = request;
    this.users = users;
    this.status = status;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param request the number of the request that was refused
   * @param users how many users it had in it
   * @param status the HTTP status of the refusal
   * @return the event
   */
  public static BatchSplit of(long request, int users, int status) {
    return new BatchSplit(request, users, status);
  }

  /**
   * Gives the number of the request that was refused.
   *
   * @return the value
   */
  public long request() {
    return request;
  }

  /**
   * Gives how many users it had in it.
   *
   * @return the value
   */
  public int users() {
    return users;
  }

  /**
   * Gives the HTTP status of the refusal.
   *
   * @return the value
   */
  public int status() {
    return status;
  }

  @Override
  public String toString() {
    return "BatchSplit[request=%s, users=%s, status=%s]".formatted(request, users, status);
  }
}
