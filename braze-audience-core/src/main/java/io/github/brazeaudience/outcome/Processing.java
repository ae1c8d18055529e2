package io.github.brazeaudience.outcome;

import java.time.Duration;
import java.util.Objects;

/**
 * Waits until Braze has processed the requests of a call. {@link Accepted} means that Braze has
 * queued an update; a segment or a campaign sees it once it is processed. Thread-safe.
 *
 * <p>Turn it on with {@code AudienceForwarderBuilder.trackProcessing}.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     /users/track/status (beta)</a>
 */
@FunctionalInterface
public interface Processing {
  /**
   * Polls Braze on the calling thread until all requests of the call are processed or a further
   * poll makes no sense, first every 2 s, then less often, up to every 15 s. If the thread is
   * interrupted, returns the last known status, and the interrupt is restored. Can be called again
   * to wait longer.
   *
   * <p>Covers what Braze has received. If the response to a request was lost, Braze may receive the
   * request later. Its updates are {@link Unconfirmed}, so check the outcomes too.
   *
   * @param timeout the maximum time to wait, more than 0
   * @return {@link ProcessingStatus.Completed} only if Braze reported it for every request group of
   *     the call
   * @throws IllegalArgumentException if the timeout is not positive
   */
  ProcessingStatus await(Duration timeout);

  /** Returns a handle that always returns this status, for tests of code that waits. */
  static Processing of(ProcessingStatus status) {
    Objects.requireNonNull(status, "status");
    return timeout -> status;
  }
}
