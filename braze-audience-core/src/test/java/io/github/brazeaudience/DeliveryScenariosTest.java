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
 * Simulation test that runs random traffic in each {@link Scenario} and checks that every update
 * has one correct outcome. The seed determines a run on a virtual clock.
 */
class DeliveryScenariosTest {
  private static final int SEEDS =
      Integer.getInteger("seeds", Boolean.getBoolean("tests.full") ? 1_000 : 30);
  private static final int MAX_SHOWN = 5;

  /** A scenario and its range of seeds. */
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
  void run_anyScenario_violatesNothing(Series series) {
    LongStream.rangeClosed(series.first, series.last).forEach(seed -> check(series.scenario, seed));
  }

  private static void check(Scenario scenario, long seed) {
    List<String> violations;
    try {
      violations = new ScenarioRun(scenario, seed).run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(reproduction(scenario, seed), e);
    }
    if (!violations.isEmpty()) {
      fail(
          String.format(
              Locale.ROOT,
              "%s%n%d violations, such as%n%s",
              reproduction(scenario, seed),
              violations.size(),
              String.join(
                  System.lineSeparator(),
                  violations.subList(0, Math.min(MAX_SHOWN, violations.size())))));
    }
  }

  private static String reproduction(Scenario scenario, long seed) {
    return String.format(
        Locale.ROOT,
        "reproduce with: mvn -B -pl braze-audience-core test -Dtest=%s -Dscenario=%s -Dseed=%d",
        DeliveryScenariosTest.class.getSimpleName(),
        scenario,
        seed);
  }
}
