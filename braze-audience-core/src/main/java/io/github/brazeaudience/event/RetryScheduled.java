package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;

/** A batch that will be sent again. Immutable. */
public final class RetryScheduled {
  private final long request;
  private final int nextAttempt;
  private final Duration delay;
  private final Reason reason;

  private RetryScheduled(long request, int nextAttempt, Duration delay, Reason reason) {
    this.request = request;
    this.nextAttempt = nextAttempt;
    this.delay = delay;
    this.reason = reason;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param request the number of the request that failed
   * @param nextAttempt which attempt the next one will be
   * @param delay how long the batch waits
   * @param reason why
   * @return the event
   */
  public static RetryScheduled of(long request, int nextAttempt, Duration delay, Reason reason) {
    return new RetryScheduled(request, nextAttempt, delay, reason);
  }

  /**
   * Gives the number of the request that failed.
   *
   * @return the value
   */
  public long request() {
    return request;
  }

  /**
   * Gives which attempt the next one will be.
   *
   * @return the value
   */
  public int nextAttempt() {
    return nextAttempt;
  }

  /**
   * Gives how long the batch waits.
   *
   * @return the value
   */
  public Duration delay() {
    return delay;
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
    return "RetryScheduled[request=%s, nextAttempt=%s, delay=%s, reason=%s]"
        .formatted(request, nextAttempt, delay, reason);
  }
}
