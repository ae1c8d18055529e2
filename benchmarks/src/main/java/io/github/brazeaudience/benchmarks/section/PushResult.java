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
 * @param allocatedPerUser the allocated bytes per user in each round; empty if not known
 * @param switchesPerRequest the voluntary context switches per request; empty if not known
 * @param callerBytesPerUser the part of the allocated bytes that the caller's updates need
 * @param serialShare the part of the samples of Java code inside the serial executor
 * @param bytesPerUser the body bytes per user, over all rounds
 */
record PushResult(
    String contender,
    List<Double> nanosPerUser,
    List<Double> cpuNanosPerUser,
    List<Double> allocatedPerUser,
    List<Double> switchesPerRequest,
    double callerBytesPerUser,
    double serialShare,
    double bytesPerUser) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String BASELINE = "baseline";

  double usersPerSecond() {
    return NANOS_PER_SECOND / Numbers.median(nanosPerUser);
  }

  /** The CPU usage at Braze's rate limit. */
  double cores() {
    return Numbers.median(cpuNanosPerUser)
        / NANOS_PER_SECOND
        * ClientsSection.BRAZE_USERS_PER_SECOND;
  }

  /** The throughput divided by that of the baseline, as the median over the rounds. */
  double vsBaseline(List<PushResult> results) {
    return medianRatio(baseline(results).nanosPerUser, nanosPerUser);
  }

  /** The CPU time divided by that of the baseline, as the median over the rounds. */
  double cpuVsBaseline(List<PushResult> results) {
    return medianRatio(cpuNanosPerUser, baseline(results).cpuNanosPerUser);
  }

  private static PushResult baseline(List<PushResult> results) {
    return results.stream()
        .filter(result -> result.contender().equals(BASELINE))
        .findFirst()
        .orElseThrow();
  }

  private static double medianRatio(List<Double> dividends, List<Double> divisors) {
    return Numbers.median(
        IntStream.range(0, Math.min(dividends.size(), divisors.size()))
            .mapToObj(round -> dividends.get(round) / divisors.get(round))
            .toList());
  }

  double cpuMicros() {
    return Numbers.median(cpuNanosPerUser) / 1_000;
  }

  double allocated() {
    return Numbers.median(allocatedPerUser);
  }

  double switches() {
    return Numbers.median(switchesPerRequest);
  }

  List<String> row(List<PushResult> results) {
    return List.of(
        "`" + contender + "`",
        Numbers.rounded(usersPerSecond()),
        Numbers.ratio(vsBaseline(results)),
        Numbers.ratio(cpuMicros()),
        Numbers.ratio(cores()),
        Numbers.count(bytesPerUser));
  }

  Bar bar(String comparison) {
    return new Bar(contender + ", " + comparison, usersPerSecond(), contender.equals("library"));
  }
}
