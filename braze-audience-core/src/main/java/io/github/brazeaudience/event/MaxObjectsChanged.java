package io.github.brazeaudience.event;

/**
 * A change of the number of objects in a request, learned from requests that Braze refused or
 * accepted. The first value is the configured maximum.
 */
public record MaxObjectsChanged(int before, int now) {}
