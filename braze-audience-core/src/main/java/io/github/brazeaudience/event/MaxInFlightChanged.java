package io.github.brazeaudience.event;

/**
 * A change of the number of requests that may be in flight at once.
 *
 * @param before the previous limit
 * @param now the new limit
 */
public record MaxInFlightChanged(int before, int now) {}
