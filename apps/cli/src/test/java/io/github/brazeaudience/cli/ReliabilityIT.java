package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the jar in a separate process against a server that fails in every way that can be retried:
 * nothing is lost or misreported. A build runs a small version; docs/test-suites.md has the command
 * for 100,000 users and 20 seeds. Each run prints a line.
 */
@Isolated
class ReliabilityIT {
  private static final boolean FULL = Boolean.getBoolean("reliability.full");
  private static final int USERS = FULL ? 100_000 : 3_000;
  private static final int SEEDS = FULL ? 20 : 2;
  private static final int POISONED = FULL ? 20 : 3;
  private static final Duration OUTAGE = Duration.ofSeconds(FULL ? 20 : 2);

  /** In the full version longer than the client's request timeout of 30 s. */
  private static final Duration STALL = FULL ? Duration.ofMinutes(1) : Duration.ofMillis(200);

  private static final int IN_A_REQUEST = 75;
  private static final int FEWEST_REQUESTS = (USERS + IN_A_REQUEST - 1) / IN_A_REQUEST;
  private static final int EXTRA_REQUESTS_FOR_ONE = 15;
  private static final int MAX_IN_FLIGHT = 16;

  @TempDir Path directory;

  /** Result of a run. */
  private record Run(int exitCode, Map<String, Object> summary, Duration took, long endNanos) {
    long count(String name) {
      return (Long) summary.get(name);
    }
  }

  private Run run(UnreliableServer server, String name) throws Exception {
    Path input = ManyUsers.write(directory.resolve("in"), USERS);
    Path summary = directory.resolve("s");
    Process process =
        ForwardJar.command(
                List.of(
                    "forward",
                    "--rest-endpoint",
                    server.endpoint(),
                    "--outcomes",
                    directory.resolve("o").toString(),
                    "--summary",
                    summary.toString(),
                    input.toString()))
            .redirectError(directory.resolve("err").toFile())
            .start();
    long startNanos = System.nanoTime();
    process.waitFor();
    long endNanos = System.nanoTime();
    Run run =
        new Run(
            process.exitValue(),
            Json.object(Files.readString(summary)),
            Duration.ofNanos(endNanos - startNanos),
            endNanos);
    System.out.printf(
        "%-14s %,7d users: %,7d accepted, %,d rejected, %,d unconfirmed, %,d not sent, %,d right; %,5d requests, %3d faults, %.1f s%n",
        name,
        run.count("updates"),
        run.count("accepted"),
        run.count("rejected"),
        run.count("unconfirmed"),
        run.count("not_sent"),
        server.right(),
        run.count("requests"),
        server.faultCounts().values().stream().mapToInt(Integer::intValue).sum(),
        run.took().toMillis() / 1e3);
    return run;
  }

  private List<Map<String, Object>> outcomes() throws IOException {
    return Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
  }

  private void assertAllAccepted(Run run, UnreliableServer server) throws IOException {
    assertThat(run.exitCode()).as(Files.readString(directory.resolve("err"))).isZero();
    assertThat(run.count("updates")).isEqualTo(USERS);
    assertThat(run.count("accepted")).isEqualTo(USERS);
    assertThat(directory.resolve("o")).isEmptyFile();
    assertThat(server.right()).isEqualTo(USERS);
    assertThat(server.wrong()).isZero();
  }

  @Test
  void run_nothingFails_makesTheFewestRequests() throws Exception {
    try (UnreliableServer server = new UnreliableServer(ServerFaults.none())) {
      Run run = run(server, "clean");

      assertAllAccepted(run, server);
      assertThat(run.count("requests")).isEqualTo(FEWEST_REQUESTS);
      assertThat(server.requests()).isEqualTo(FEWEST_REQUESTS);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void run_oneRequestInFiveFails_losesNothing(long seed) throws Exception {
    try (UnreliableServer server =
        new UnreliableServer(ServerFaults.none().withFaults(seed, STALL))) {
      Run run = run(server, "seed " + seed);

      assertAllAccepted(run, server);
      assertThat(server.faultCounts()).isNotEmpty();
    }
  }

  @Test
  void run_serverDownForAWhile_losesNothing() throws Exception {
    ServerFaults faults = ServerFaults.none().withOutage(FEWEST_REQUESTS / 2, OUTAGE);
    try (UnreliableServer server = new UnreliableServer(faults)) {
      Run run = run(server, "outage");

      assertAllAccepted(run, server);
      assertThat(run.took()).isGreaterThan(OUTAGE);
    }
  }

  @Test
  void run_poisonUsers_areRejectedAloneInFewRequests() throws Exception {
    Set<Integer> poison =
        IntStream.range(0, POISONED)
            .mapToObj(i -> i * (USERS / POISONED) + i)
            .collect(Collectors.toSet());
    try (UnreliableServer server = new UnreliableServer(ServerFaults.none().withPoison(poison))) {
      Run run = run(server, "poison");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.count("accepted")).isEqualTo(USERS - POISONED);
      assertThat(outcomes())
          .hasSize(POISONED)
          .allMatch(outcome -> outcome.get("status").equals("rejected"))
          .allMatch(outcome -> outcome.get("reason").equals("REQUEST_REFUSED"))
          .extracting(outcome -> ((Long) outcome.get("index")).intValue())
          .containsExactlyInAnyOrderElementsOf(poison);
      assertThat(server.right()).isEqualTo(USERS - POISONED);
      assertThat(run.count("requests") - FEWEST_REQUESTS)
          .isLessThanOrEqualTo((long) POISONED * EXTRA_REQUESTS_FOR_ONE);
    }
  }

  @Test
  void run_wrongKey_endsSoonWithNothingSent() throws Exception {
    try (UnreliableServer server = new UnreliableServer(ServerFaults.none().withWrongKey())) {
      Run run = run(server, "wrong key");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.count("not_sent")).isEqualTo(USERS);
      assertThat(outcomes())
          .hasSize(USERS)
          .allMatch(outcome -> outcome.get("reason").equals("UNAUTHORIZED"));
      assertThat(server.requests()).isLessThanOrEqualTo(MAX_IN_FLIGHT);
      Duration after401 = Duration.ofNanos(run.endNanos() - server.firstRefusalNanos());
      System.out.printf(
          "wrong key: the process ended %d ms after the first 401%n", after401.toMillis());
      if (FULL) {
        assertThat(after401).isLessThan(Duration.ofSeconds(1));
      }
    }
  }
}
