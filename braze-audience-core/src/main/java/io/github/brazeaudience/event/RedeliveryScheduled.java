package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;

/**
 * Updates of one user in a queue that will be delivered again.
 *
 * @param updates the number of updates that wait
 * @param delay the wait before the next delivery
 * @param reason the reason of the first of them
 */
public record RedeliveryScheduled(int updates, Duration delay, Reason reason) {}
