package io.github.brazeaudience.event;

/** A change of the number of requests that may be in flight at once. */
public record MaxInFlightChanged(int before, int now) {}
