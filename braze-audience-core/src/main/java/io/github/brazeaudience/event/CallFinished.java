package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.ForwardSummary;
import java.time.Duration;

/** A call whose updates all have their outcomes. Immutable. */
public final class CallFinished {
  private final ForwardSummary summary;
  private final Duration duration;

  private CallFinished(ForwardSummary summary, Duration duration) {
    this.summary = summary;
    this.duration = duration;
  }

  /**
   * An event; the forwarder makes them, and tests of listeners.
   *
   * @param summary the counts of the call
   * @param duration how long it took
   * @return the event
   */
  public static CallFinished of(ForwardSummary summary, Duration duration) {
    return new CallFinished(summary, duration);
  }

  /**
   * Gives the counts of the call.
   *
   * @return the value
   */
  public ForwardSummary summary() {
    return summary;
  }

  /**
   * Gives how long it took.
   *
   * @return the value
   */
  public Duration duration() {
    return duration;
  }

  @Override
  public String toString() {
    return "CallFinished[summary=%s, duration=%s]".formatted(summary, duration);
  }
}
