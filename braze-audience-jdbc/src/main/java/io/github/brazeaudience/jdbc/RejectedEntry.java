package io.github.brazeaudience.jdbc;

import java.time.Instant;

/**
 * Update that was rejected and is kept for inspection. The table of rejected updates contains its
 * content, which has identities; this entry has none.
 *
 * @param id the id of the row
 * @param addedAt the time at which it was added to the outbox, by the clock of the database
 * @param rejectedAt the time at which it was rejected, by the clock of the database
 * @param reason the name of the {@link io.github.brazeaudience.outcome.Reason}
 * @param message what happened and what to do
 * @param attempts the number of requests that were started with it
 */
public record RejectedEntry(
    long id, Instant addedAt, Instant rejectedAt, String reason, String message, int attempts) {}
