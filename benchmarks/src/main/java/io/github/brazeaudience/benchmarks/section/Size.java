package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.util.List;

/**
 * The amount of work per section.
 *
 * @param growth the largest number of users, distinct audiences and calls in the growth section
 * @param rateLimit the duration of the section with Braze's latency and rate limit
 * @param streamed the number of users in the memory section
 */
public record Size(
    Bodies bodies,
    Push push,
    int growth,
    Duration rateLimit,
    int streamed,
    Command command,
    Queue queue,
    Store store) {
  private static final List<SendSegmentsAs> ALL_MODES = List.of(SendSegmentsAs.values());
  private static final Bodies NO_BODIES = new Bodies(List.of(), List.of(), 0, 0, 0, Duration.ZERO);

  /**
   * The section on request bodies.
   *
   * @param audiences the numbers of audiences per user
   * @param forks the number of processes for the library and the baseline; 0 runs in this process
   * @param warmUps the number of warm-up iterations per process
   * @param iterations the number of measured iterations per process
   * @param iteration the duration of an iteration
   */
  public record Bodies(
      List<SendSegmentsAs> modes,
      List<Integer> audiences,
      int forks,
      int warmUps,
      int iterations,
      Duration iteration) {}

  /**
   * The section on throughput over loopback.
   *
   * @param inFlight the numbers of requests in flight; the comparison measures TLS only with the
   *     last one
   * @param forks the number of processes for the library and the baseline; others have one process
   * @param warmUps the number of warm-up rounds per process
   * @param rounds the number of measured rounds per process
   * @param users the number of users per round
   * @param slowUsers the number of users per round for slow peers
   */
  public record Push(
      List<Integer> inFlight, int forks, int warmUps, int rounds, int users, int slowUsers) {}

  /**
   * The section on the command line.
   *
   * @param rounds the number of runs per file
   * @param users the numbers of users per file
   */
  public record Command(int rounds, List<Integer> users) {}

  /**
   * The section on the queue.
   *
   * @param updates the number of updates that are submitted without pause
   * @param requests the number of requests that are awaited one by one
   * @param rounds the number of rounds for each number of threads
   */
  public record Queue(int updates, int requests, int rounds) {}

  /**
   * The section on the membership store.
   *
   * @param users the numbers of users per store
   * @param records the number of records to read and to update
   * @param postgresUsers the number of users of the store in PostgreSQL
   */
  public record Store(List<Integer> users, int records, int postgresUsers) {}

  /** Returns the size of the part with the goals. */
  public static Size goals() {
    return new Size(
        NO_BODIES,
        new Push(List.of(1, 4, 16, 64, 256), 1, 12, 9, 200_000, 20_000),
        1_000_000,
        Duration.ZERO,
        0,
        new Command(3, List.of(75_000, 600_000)),
        new Queue(300_000, 200, 7),
        new Store(List.of(1_000_000), 75_000, 1_000_000));
  }

  /** Returns the size of the part with the goals, with a store of ten million users too. */
  public static Size large() {
    Size goals = goals();
    Store store = goals.store();
    return new Size(
        goals.bodies(),
        goals.push(),
        goals.growth(),
        goals.rateLimit(),
        goals.streamed(),
        goals.command(),
        goals.queue(),
        new Store(List.of(1_000_000, 10_000_000), store.records(), store.postgresUsers()));
  }

  /** Returns the size of the comparison with other clients. */
  public static Size comparison() {
    return new Size(
        new Bodies(ALL_MODES, List.of(1, 10, 30), 4, 5, 2, Duration.ofMillis(300)),
        new Push(List.of(1, 16), 5, 10, 5, 200_000, 20_000),
        0,
        Duration.ofSeconds(24),
        5_000_000,
        new Command(0, List.of()),
        new Queue(0, 0, 0),
        new Store(List.of(), 0, 0));
  }
}
