package io.github.brazeaudience.event;

import java.time.Duration;

/**
 * Users wait for their profiles to be read back or looked up, because the rate limit for that is
 * used up or Braze has ordered a pause.
 *
 * @param users the number of users that wait
 * @param delay the time until the next request may start
 */
public record ReadBackDelayed(int users, Duration delay) {}
