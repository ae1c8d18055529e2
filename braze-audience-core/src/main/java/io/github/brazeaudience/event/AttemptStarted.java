package io.github.brazeaudience.event;

/**
 * A request that is about to start.
 *
 * @param request the sequence number of the request within the forwarder
 * @param attempt the number of the attempt for this batch, 1 for the first
 * @param users the number of users in the request
 */
public record AttemptStarted(BrazeOperation operation, long request, int attempt, int users) {}
