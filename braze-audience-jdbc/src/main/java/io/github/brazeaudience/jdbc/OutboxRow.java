package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.audience.AudienceUpdate;

/**
 * Update that a relay has claimed.
 *
 * @param userHash the hash of its user
 * @param update the update; unreadable content is an {@code UnreadableUpdate}
 * @param attempts the number of requests that were started with it in earlier deliveries
 * @param failures the number of deliveries to its user in a row that failed before
 */
record OutboxRow(long id, long userHash, AudienceUpdate update, int attempts, int failures) {}
