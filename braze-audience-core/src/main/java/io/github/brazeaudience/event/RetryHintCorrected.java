package io.github.brazeaudience.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A response ordered a wait that cannot be right, such as an epoch in {@code Retry-After} or more
 * than an hour. The header was interpreted in another way or ignored.
 *
 * @param request the sequence number of the request within the forwarder; 0 for a request that
 *     belongs to no call, such as one of a preflight or for a processing status
 * @param header the name of the header
 * @param readAs the wait that is used instead, empty if the header was ignored
 */
public record RetryHintCorrected(
    BrazeOperation operation, long request, String header, Optional<Duration> readAs) {}
