package io.github.brazeaudience.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * State of an outbox at one time.
 *
 * @param backlog the number of updates that are not final
 * @param oldestAge the time since the first of them was added, by the clock of the database; empty
 *     if there is none
 * @param rejected the number of rejected updates that are kept for inspection
 */
public record OutboxStatus(long backlog, Optional<Duration> oldestAge, long rejected) {}
