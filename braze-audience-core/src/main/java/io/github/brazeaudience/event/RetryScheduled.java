package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;

/**
 * A batch that will be sent again.
 *
 * @param request the sequence number of the failed request
 * @param nextAttempt the number of the next attempt
 * @param delay the wait before it
 * @param reason the reason for the failure
 */
public record RetryScheduled(long request, int nextAttempt, Duration delay, Reason reason) {}
