package io.github.brazeaudience.event;

import io.github.brazeaudience.outcome.Reason;

/**
 * The circuit breaker of an operation opened: until it closes, only single probes are sent.
 *
 * @param operation the operation whose batches are held; each operation has its own circuit breaker
 * @param reason the reason for the last failure
 */
public record BatchesHeld(BrazeOperation operation, Reason reason) {}
