package io.github.brazeaudience.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.brazeaudience.policy.RateLimiter.Budget;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the budget of a window on a clock in seconds that overflows after a minute. A window that
 * is reported to end at a time ends one second later, because Braze rounds.
 */
class BudgetWindowTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long ORIGIN = Long.MAX_VALUE - 60 * SECOND;

  private static long at(double seconds) {
    return ORIGIN + (long) (seconds * SECOND);
  }

  private static void observe(
      BudgetWindow window, long remaining, double started, double ended, long untilReset) {
    window.observe(
        new Budget(100, remaining, Duration.ofSeconds(untilReset)), at(started), at(ended));
  }

  private static double delay(BudgetWindow window, double now, int inFlight) {
    return (double) window.delayNanos(at(now), inFlight, at(now)) / SECOND;
  }

  @Test
  void delayNanos_noReport_isZero() {
    assertThat(delay(new BudgetWindow(0.9), 0, 1_000)).isZero();
  }

  /** The limit is 100 and the reset at 1,000 s. Without a reserve there is no slowdown. */
  @ParameterizedTest
  @CsvSource({
    "0,   100,  0,   0",
    "0,     1,  0,   0",
    "0,     0,  0, 901",
    "0,     3,  2,   0",
    "0,     3,  3,   1", // waits for the requests in flight
    "0,     3,  9,   1",
    "0.2,  29,  0,   0",
    "0.2,  28,  0, 100.1111", // 8 of the usable 80 remain: 8 starts in 901 s
    "0.2,  29,  1, 100.1111",
    "0.2,  21,  0, 450.5",
    "0.2,  21,  1,   1",
    "0.2,  20,  0, 901",
    "0.2,   0,  0, 901",
    "0.999, 100, 0, 0", // a reserve of 99.9 leaves one request in a window
    "0.999,  99, 0, 901",
  })
  void delayNanos_remainingRequests_slowsDownNearTheReserveAndWaitsAtIt(
      double reserve, long remaining, int inFlight, double expected) {
    BudgetWindow window = new BudgetWindow(reserve);
    observe(window, remaining, 99, 100, 900);

    assertThat(delay(window, 100, inFlight)).isCloseTo(expected, within());
  }

  private static Offset<Double> within() {
    return Offset.offset(0.001);
  }

  @Test
  void delayNanos_afterTheReset_isZero() {
    BudgetWindow window = new BudgetWindow(0);
    observe(window, 0, 99, 100, 900);

    assertThat(delay(window, 1_000.5, 0)).isCloseTo(0.5, within());
    assertThat(delay(window, 1_001, 50)).isZero();
    assertThat(delay(window, 5_000, 50)).isZero();
  }

  @Test
  void delayNanos_afterTheReset_waitsForMoreInFlightThanTheLimit() {
    BudgetWindow window = new BudgetWindow(0.2);
    observe(window, 0, 99, 100, 900);

    assertThat(delay(window, 1_001, 79)).isZero();
    assertThat(delay(window, 1_001, 80)).isEqualTo(1);
  }

  /** With none, no later response could report a larger limit. */
  @ParameterizedTest
  @CsvSource({"0.2, 1", "0.999, 100", "0.999999, 250000"})
  void delayNanos_afterTheReset_allowsOneRequestWhateverTheReserve(double reserve, long limit) {
    BudgetWindow window = new BudgetWindow(reserve);
    window.observe(new Budget(limit, 0, Duration.ofMinutes(15)), at(99), at(100));

    assertThat(delay(window, 1_001, 0)).isZero();
  }

  /** Braze reports whole seconds, so nothing useful is known of windows of a few seconds. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "3, 0", "4, 5"})
  void delayNanos_resetIsNear_isZeroUnlessAWindowIsKnown(long untilReset, double expected) {
    BudgetWindow window = new BudgetWindow(0);
    observe(window, 0, 100, 100, untilReset);

    assertThat(delay(window, 100, 0)).isCloseTo(expected, within());
  }

  /** Starts at each permitted time: the rest is used up evenly, and before the reset. */
  @Test
  void delayNanos_startsAtEachPermittedTime_usesAllButTheReserve() {
    BudgetWindow window = new BudgetWindow(0.5);
    observe(window, 55, 0, 0, 600);
    long lastStart = at(0);
    for (int started = 0; started < 5; started++) {
      long wait = window.delayNanos(lastStart, 0, lastStart);
      assertThat(wait).isBetween(100 * SECOND, 101 * SECOND);
      lastStart += wait;
      window.observe(
          new Budget(100, 54 - started, Duration.ofNanos(at(600) - lastStart)),
          lastStart,
          lastStart);
    }
    assertThat(window.delayNanos(lastStart, 0, lastStart)).isEqualTo(at(601) - lastStart);
  }

  /**
   * A first report has 10 remaining until 1,000 s; the second one arrives at 200 s, or at 1,001 s.
   */
  @ParameterizedTest
  @CsvSource({
    // responses of the same window, which arrive late or in another order
    "12, 199, 200, 800, 10",
    "10, 199, 200, 800, 10",
    " 9, 199, 200, 800,  9",
    "99, 120, 200, 880, 10", // determined at 120 s
    "99, 150, 200, 802, 10", // rounded
    "99, 199, 200, 801, 10",
    "99, 199, 200, 799, 10",
    // a response of an earlier window
    " 3,  99, 200,   5, 10",
    // a response of a later window
    "99, 199, 200, 900, 99",
    "99, 1001, 1001, 3600, 99",
    "99, 1001, 1001, 5, 99",
  })
  void observe_secondReport_neverRaisesTheBudgetOfItsWindow(
      long remaining, double started, double ended, long untilReset, int expected) {
    BudgetWindow window = new BudgetWindow(0);
    observe(window, 10, 99, 100, 900);
    observe(window, remaining, started, ended, untilReset);

    assertThat(delay(window, ended, expected - 1)).as("one is left").isZero();
    assertThat(delay(window, ended, expected)).as("none is left").isPositive();
  }

  /** The earliest upper bound is the best one: a slow response overestimates the time left. */
  @Test
  void observe_slowAndFastResponse_keepsTheEarlierEnd() {
    BudgetWindow window = new BudgetWindow(0);
    observe(window, 5, 10, 30, 990);
    observe(window, 0, 39, 40, 960);
    assertThat(delay(window, 40, 0)).isCloseTo(961, within());
    observe(window, 0, 30, 60, 965);
    assertThat(delay(window, 60, 0)).isCloseTo(941, within());
  }

  /** Random latencies: no order of the responses raises the budget within the window. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void observe_responsesOfOneWindowInAnyOrder_neverIncreaseTheRemainingRequests(long seed) {
    Random random = new Random(seed);
    BudgetWindow window = new BudgetWindow(0);
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i < 500; i++) {
      double processed = 10 + random.nextInt(400);
      int remaining = 1 + (int) Math.min(99, (1_000 - processed) / 10);
      double started = processed - 5 * random.nextDouble();
      double ended = processed + 30 * random.nextDouble();
      observe(window, remaining, started, ended, 1_000 - (long) processed);
      lowest = Math.min(lowest, remaining);
      assertThat(delay(window, 450, lowest - 1)).as("seed %d, response %d", seed, i).isZero();
      assertThat(delay(window, 450, lowest)).as("seed %d, response %d", seed, i).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, PT1S", "10, 11, PT1S", "10, -1, PT1S", "10, 1, PT-1S", "10, 1, PT1H0.1S"})
  void budget_outOfRange_throws(long limit, long remaining, Duration untilReset) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Budget(limit, remaining, untilReset))
        .withMessageContaining(remaining + " of " + limit + " for " + untilReset);
  }
}
