package io.github.brazeaudience.benchmarks.section;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param bodyIterations measurements of a way to make bodies
 * @param bodyIteration how long each takes
 * @param rounds how often each contender pushes
 * @param users how many users it pushes in a round
 * @param slowUsers the same for those that are much slower
 * @param streamed users in the test of memory
 * @param file users in the file for the command line
 * @param queued updates for the queue
 * @param lingering requests of the queue that are waited for one by one
 * @param far how long Braze's distance is tried
 */
public record Size(
    int bodyIterations,
    Duration bodyIteration,
    int rounds,
    int users,
    int slowUsers,
    int streamed,
    int file,
    int queued,
    int lingering,
    Duration far) {
  /** Enough for results that mean something. */
  public static Size full() {
    return new Size(
        5,
        Duration.ofMillis(400),
        5,
        200_000,
        20_000,
        5_000_000,
        1_000_000,
        1_000_000,
        400,
        Duration.ofSeconds(24));
  }
}
