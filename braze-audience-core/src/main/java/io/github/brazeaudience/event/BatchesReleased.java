package io.github.brazeaudience.event;

/**
 * The circuit breaker of an operation closed: Braze responds again, and held batches are sent.
 *
 * @param operation the operation whose batches were held
 * @param attempts the number of attempts of the batch that got the response
 */
public record BatchesReleased(BrazeOperation operation, int attempts) {}
