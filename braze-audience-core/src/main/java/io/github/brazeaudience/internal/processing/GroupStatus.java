package io.github.brazeaudience.internal.processing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Last known status of one request group. */
sealed interface GroupStatus {
  /** No response was usable so far, but a later one may be. */
  record None(String why) implements GroupStatus {}

  /** The last responses, this many in a row, did not contain the group. */
  record Missing(int times) implements GroupStatus {}

  /**
   * Braze counts the requests of the group.
   *
   * @param completedAt when Braze finished the last request, or null if it has not finished
   * @param accepted the number of requests that Braze accepted, by its responses to them
   */
  record Counted(@Nullable Instant completedAt, long received, long done, long accepted)
      implements GroupStatus {
    /**
     * Returns true if all requests are processed. If Braze counts fewer requests than it accepted,
     * its count lags behind.
     */
    boolean isCompleted() {
      return completedAt != null && received >= accepted;
    }
  }

  /** A further request would have the same result. */
  record Refused(String why) implements GroupStatus {}
}
