package io.github.brazeaudience.event;

import java.util.Locale;

/**
 * More or fewer requests may be under way at once than before, because answers came well or did
 * not. Immutable.
 */
public final class MaxInFlightChanged {
  private final int before;
  private final int now;

  private MaxInFlightChanged(int before, int now) {
    this.before = before;
    this.now = now;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param before how many were allowed
   * @param now how many are
   * @return the event
   */
  public static MaxInFlightChanged of(int before, int now) {
    return new MaxInFlightChanged(before, now);
  }

  /**
   * Gives how many requests were allowed at once.
   *
   * @return the value
   */
  public int before() {
    return before;
  }

  /**
   * Gives how many requests are allowed at once from now on.
   *
   * @return the value
   */
  public int now() {
    return now;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "MaxInFlightChanged[%d -> %d]", before, now);
  }
}
