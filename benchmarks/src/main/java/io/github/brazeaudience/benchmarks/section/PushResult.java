package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.report.BarChart.Bar;
import io.github.brazeaudience.benchmarks.report.Numbers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of a contender in a comparison.
 *
 * @param contender the name of the contender
 * @param nanosPerUser the elapsed time per user in each round
 * @param cpuNanosPerUser the CPU time per user in each round
 * @param bytesPerUser the body bytes per user, over all rounds
 */
record PushResult(
    String contender,
    List<Double> nanosPerUser,
    List<Double> cpuNanosPerUser,
    double bytesPerUser) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String BASELINE = "baseline";

  double usersPerSecond() {
    return NANOS_PER_SECOND / Numbers.median(nanosPerUser);
  }

  /** The CPU usage at Braze's rate limit. */
  double cores() {
    return Numbers.median(cpuNanosPerUser) / NANOS_PER_SECOND * PushSection.BRAZE_USERS_PER_SECOND;
  }

  /** The throughput divided by that of the baseline, as the median over the rounds. */
  double vsBaseline(List<PushResult> results) {
    PushResult baseline =
        results.stream()
            .filter(result -> result.contender().equals(BASELINE))
            .findFirst()
            .orElseThrow();
    return Numbers.median(
        IntStream.range(0, nanosPerUser.size())
            .mapToObj(round -> baseline.nanosPerUser.get(round) / nanosPerUser.get(round))
            .toList());
  }

  List<String> row(List<PushResult> results) {
    return List.of(
        "`" + contender + "`",
        Numbers.rounded(usersPerSecond()),
        Numbers.ratio(vsBaseline(results)),
        Numbers.ratio(Numbers.median(cpuNanosPerUser) / 1_000),
        Numbers.ratio(cores()),
        Numbers.count(bytesPerUser));
  }

  Bar bar(String comparison) {
    return new Bar(contender + ", " + comparison, usersPerSecond(), contender.equals("library"));
  }
}
