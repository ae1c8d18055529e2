package io.github.brazeaudience.receiver.status;

import java.time.Duration;

/**
 * Updates that wait in the outbox.
 *
 * @param updates their number
 * @param oldest the time that the oldest of them has waited
 * @param rejected the number of rejected updates that the outbox keeps
 */
record Backlog(long updates, Duration oldest, long rejected) {}
