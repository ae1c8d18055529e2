package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param name in the report
 * @param bodies making bodies
 * @param push users over loopback
 * @param far how long Braze's distance is tried
 * @param streamed users in the test of memory
 * @param command the command line
 * @param queue the queue
 * @param store the store
 */
public record Size(
    String name,
    Bodies bodies,
    Push push,
    Duration far,
    int streamed,
    Command command,
    Queue queue,
    Store store) {
  private static final List<SendSegmentsAs> ALL_MODES = List.of(SendSegmentsAs.values());

  /**
   * Making bodies.
   *
   * @param modes how memberships are sent
   * @param audiences how many a user is in
   * @param forks processes for the library and the floor, one after the other; 0 for this one
   * @param warmUps measurements in each process that do not count
   * @param iterations those that do
   * @param iteration how long each takes
   */
  public record Bodies(
      List<SendSegmentsAs> modes,
      List<Integer> audiences,
      int forks,
      int warmUps,
      int iterations,
      Duration iteration) {}

  /**
   * Users over loopback.
   *
   * @param inFlight how many requests are under way at once; over TLS only the last of these
   * @param forks processes for the library and the floor, one after the other; the others have one
   * @param warmUps rounds in each process that do not count
   * @param rounds those that do
   * @param users how many users it pushes in a round
   * @param slowUsers the same for those that are much slower
   */
  public record Push(
      List<Integer> inFlight, int forks, int warmUps, int rounds, int users, int slowUsers) {}

  /**
   * The command line.
   *
   * @param rounds how often it runs with each file
   * @param users how many are in each file
   */
  public record Command(int rounds, List<Integer> users) {}

  /**
   * The queue.
   *
   * @param updates as fast as they are taken
   * @param requests that are waited for one by one
   */
  public record Queue(int updates, int requests) {}

  /**
   * The store.
   *
   * @param users how many are in it, one store after the other
   * @param records how many are looked up, and how many updated
   */
  public record Store(List<Integer> users, int records) {}

  /** Enough for results that mean something. */
  public static Size full() {
    return new Size(
        "full",
        new Bodies(ALL_MODES, List.of(1, 10, 30), 4, 5, 2, Duration.ofMillis(300)),
        new Push(List.of(1, 16), 5, 10, 5, 200_000, 20_000),
        Duration.ofSeconds(24),
        5_000_000,
        new Command(5, List.of(1_000_000, 5_000_000)),
        new Queue(1_000_000, 400),
        new Store(List.of(100_000, 1_000_000, 10_000_000), 75_000));
  }

  /** A first look. */
  public static Size quick() {
    return new Size(
        "quick",
        new Bodies(ALL_MODES, List.of(10), 1, 2, 2, Duration.ofMillis(200)),
        new Push(List.of(1, 16), 1, 2, 2, 50_000, 5_000),
        Duration.ofSeconds(14),
        500_000,
        new Command(1, List.of(200_000)),
        new Queue(200_000, 100),
        new Store(List.of(10_000, 100_000), 15_000));
  }
}
