package io.github.brazeaudience.outcome;

import java.time.Instant;

/**
 * Processing of the requests of a call by Braze, after they were queued. Never part of an outcome.
 * Immutable.
 *
 * @see Processing
 */
public sealed interface ProcessingStatus {
  /**
   * Braze has processed every request of the call that it received. Objects that Braze ignores or
   * rejects while it processes them count as processed too.
   *
   * @param at when Braze finished the last request; without any request, the end of the call
   */
  record Completed(Instant at) implements ProcessingStatus {}

  /**
   * Braze has not processed all requests yet. If both numbers are equal, Braze does not count all
   * requests that it accepted.
   *
   * @param received the number of requests that Braze has received, retries included
   * @param done the number of requests that Braze has processed
   */
  record InProgress(long received, long done) implements ProcessingStatus {}

  /**
   * Braze does not know the requests, or no longer. It tracks requests for 24 hours, and its
   * response is the same for expired and for unknown requests.
   */
  record Unknown() implements ProcessingStatus {}

  /**
   * The processing cannot be determined. It may be in progress or completed.
   *
   * @param why the cause and what to do, for people
   */
  record Unavailable(String why) implements ProcessingStatus {}
}
