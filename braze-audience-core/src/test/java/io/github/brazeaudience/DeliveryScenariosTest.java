package io.github.brazeaudience;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.brazeaudience.simulation.Scenario;
import io.github.brazeaudience.simulation.ScenarioRun;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens between callers and Braze, every update has one outcome, and it is true: hours
 * of traffic on a virtual clock, drawn at random, the same again with the same seed.
 */
class DeliveryScenariosTest {
  private static final int SEEDS =
      Integer.getInteger("seeds", Boolean.getBoolean("tests.full") ? 1_000 : 30);
  private static final int MOST_TOLD = 5;

  /** A scenario and the seeds with which it is run. */
  record Series(Scenario scenario, long first, long last) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s, seeds %d to %d", scenario, first, last);
    }
  }

  static Stream<Series> series() {
    String one = System.getProperty("scenario");
    Long seed = Long.getLong("seed");
    return Arrays.stream(Scenario.values())
        .filter(scenario -> one == null || scenario.name().startsWith(one))
        .map(
            scenario -> new Series(scenario, seed != null ? seed : 1, seed != null ? seed : SEEDS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("series")
  void forwarder_inAnyWeather_tellsTheTruth(Series series) {
    LongStream.rangeClosed(series.first, series.last).forEach(seed -> check(series.scenario, seed));
  }

  private static void check(Scenario scenario, long seed) {
    List<String> violations;
    try {
      violations = new ScenarioRun(scenario, seed).run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(again(scenario, seed), e);
    }
    if (!violations.isEmpty()) {
      fail(
          String.format(
              Locale.ROOT,
              "%s%n%d things are not as they should be, such as%n%s",
              again(scenario, seed),
              violations.size(),
              String.join(
                  System.lineSeparator(), violations.subList(0, Math.min(MOST_TOLD, violations.size())))));
    }
  }

  private static String again(Scenario scenario, long seed) {
    return String.format(
        Locale.ROOT,
        "again with: mvn -B -pl braze-audience-core test -Dtest=%s -Dscenario=%s -Dseed=%d",
        DeliveryScenariosTest.class.getSimpleName(),
        scenario,
        seed);
  }
}
