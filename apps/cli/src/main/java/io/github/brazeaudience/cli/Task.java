package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, all of it checked.
 *
 * @param pace how fast and how long
 * @param work what is done
 * @param outputs what is written
 * @param membership what is remembered of users, null if nothing is
 */
record Task(Pace pace, Work work, Outputs outputs, @Nullable Membership membership)
    implements AutoCloseable {

  /**
   * How fast and how long.
   *
   * @param concurrency how many requests are under way at once
   * @param minUserWriteInterval how long a user rests between two writes
   * @param limiter how many requests start in a time
   * @param retry how often and how long they are sent again
   * @param linger how long an update waits for others to fill a request
   */
  record Pace(
      ConcurrencyPolicy concurrency,
      Duration minUserWriteInterval,
      RateLimiter limiter,
      RetryPolicy retry,
      Duration linger) {}

  /**
   * What is written.
   *
   * @param outcomes where outcomes go, if anywhere
   * @param outcomesUnchanged whether those of updates that needed no writing do too
   * @param summary where the counts go, if anywhere
   */
  record Outputs(
      @Nullable OutputFile outcomes, boolean outcomesUnchanged, @Nullable OutputFile summary) {}

  /** Closes what is remembered of users. */
  @Override
  public void close() {
    if (membership != null) {
      membership.close();
    }
  }
}
