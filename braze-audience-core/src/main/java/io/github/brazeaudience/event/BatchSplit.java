package io.github.brazeaudience.event;

/**
 * A batch that was refused as a whole and is split into halves.
 *
 * @param request the sequence number of the refused request
 * @param users the number of users in the refused request
 * @param status the HTTP status of the refusal
 */
public record BatchSplit(long request, int users, int status) {}
