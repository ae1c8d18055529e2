package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.report.BarChart.Bar;
import io.github.brazeaudience.benchmarks.report.Numbers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a contender did in a race.
 *
 * @param contender its name
 * @param nanosPerUser in each round
 * @param cpuNanosPerUser in each round
 * @param bytesPerUser of all bodies
 */
record Result(
    String contender,
    List<Double> nanosPerUser,
    List<Double> cpuNanosPerUser,
    double bytesPerUser) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String FLOOR = "floor";

  double usersPerSecond() {
    return NANOS_PER_SECOND / Numbers.median(nanosPerUser);
  }

  /** How much of the processors it takes to keep up with Braze's limit. */
  double cores() {
    return Numbers.median(cpuNanosPerUser) / NANOS_PER_SECOND * PushSection.BRAZE_USERS_PER_SECOND;
  }

  /** Its speed beside that of the floor in the same round. */
  double ofFloor(List<Result> results) {
    Result floor =
        results.stream()
            .filter(result -> result.contender().equals(FLOOR))
            .findFirst()
            .orElseThrow();
    return Numbers.median(
        IntStream.range(0, nanosPerUser.size())
            .mapToObj(round -> floor.nanosPerUser.get(round) / nanosPerUser.get(round))
            .toList());
  }

  List<String> row(List<Result> results) {
    return List.of(
        "`" + contender + "`",
        Numbers.rounded(usersPerSecond()),
        Numbers.ratio(ofFloor(results)),
        Numbers.ratio(Numbers.median(cpuNanosPerUser) / 1_000),
        Numbers.ratio(cores()),
        Numbers.count(bytesPerUser));
  }

  Bar bar(String race) {
    return new Bar(contender + ", " + race, usersPerSecond(), contender.equals("library"));
  }
}
