package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.Input;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, all of it checked.
 *
 * @param pace how fast and how long
 * @param inputs what to read, in order
 * @param format what the inputs are written in
 * @param outcomes where outcomes go, if anywhere
 * @param outcomesUnchanged whether those of updates that needed no writing do too
 * @param summary where the counts go, if anywhere
 */
record Task(
    Pace pace,
    List<Input> inputs,
    InputFormat format,
    @Nullable OutputFile outcomes,
    boolean outcomesUnchanged,
    @Nullable OutputFile summary) {

  /**
   * How fast and how long.
   *
   * @param concurrency how many requests are under way at once
   * @param userRest how long a user rests between two writes
   * @param limiter how many requests start in a time
   * @param retry how often and how long they are sent again
   */
  record Pace(
      ConcurrencyPolicy concurrency, Duration userRest, RateLimiter limiter, RetryPolicy retry) {}
}
