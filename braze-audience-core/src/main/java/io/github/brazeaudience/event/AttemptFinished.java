package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that has ended.
 *
 * @param request the sequence number of the request within the forwarder
 * @param attempt the number of the attempt for this batch, 1 for the first
 * @param users the number of users in the request
 * @param bytes the length of the request body in bytes, or 0 if the transport did not read it
 * @param duration the time from its start to its end
 * @param status the HTTP status, empty if there was no response
 * @param reason the reason for the failure, empty if the request succeeded
 */
public record AttemptFinished(
    BrazeOperation operation,
    long request,
    int attempt,
    int users,
    long bytes,
    Duration duration,
    OptionalInt status,
    Optional<Reason> reason) {}
