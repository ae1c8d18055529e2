package io.github.brazeaudience.event;

import java.time.Duration;
import java.util.Optional;

/**
 * A response reported a budget that cannot be right, such as a negative number of remaining
 * requests or a reset in milliseconds. The header was interpreted in another way, or the budget was
 * ignored.
 *
 * @param request the sequence number of the request within the forwarder; 0 for a request that
 *     belongs to no call, such as one of a preflight or for a processing status
 * @param header the name of the header
 * @param readAs the time until the reset that is used instead, empty if the budget was ignored
 */
public record RateLimitCorrected(
    BrazeOperation operation, long request, String header, Optional<Duration> readAs) {}
