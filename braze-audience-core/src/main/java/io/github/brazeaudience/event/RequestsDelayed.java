package io.github.brazeaudience.event;

import java.time.Duration;

/**
 * Requests wait for the rate limiter, for at least {@value #MIN_DELAY_SECONDS} s: the budget that
 * Braze reports is used up to the reserve, Braze has ordered a pause, or the configured window is
 * long. The event occurs once per wait. The requests continue without another event.
 *
 * @param operation the operation whose requests wait
 * @param delay the time until the next request may start
 */
public record RequestsDelayed(BrazeOperation operation, Duration delay) {
  /** The shortest wait with an event, in seconds. The default window causes shorter ones. */
  public static final int MIN_DELAY_SECONDS = 5;
}
