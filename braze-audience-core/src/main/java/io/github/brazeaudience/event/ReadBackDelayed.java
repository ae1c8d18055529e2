package io.github.brazeaudience.event;

import java.time.Duration;

/**
 * Users wait for their audiences to be read back from Braze, because the limit for that is used up
 * or Braze has ordered a pause. Immutable.
 */
public final class ReadBackDelayed {
  private final int users;
  private final Duration delay;

  private ReadBackDelayed(int users, Duration delay) {
    this.users = users;
    this.delay = delay;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param users how many users wait so far
   * @param delay when the next request for some of them may start
   * @return the event
   */
  public static ReadBackDelayed of(int users, Duration delay) {
    return new ReadBackDelayed(users, delay);
  }

  /**
   * Gives how many users wait so far.
   *
   * @return the value
   */
  public int users() {
    return users;
  }

  /**
   * Gives when the next request for some of them may start.
   *
   * @return the value
   */
  public Duration delay() {
    return delay;
  }

  @Override
  public String toString() {
    return "ReadBackDelayed[users=%s, delay=%s]".formatted(users, delay);
  }
}
