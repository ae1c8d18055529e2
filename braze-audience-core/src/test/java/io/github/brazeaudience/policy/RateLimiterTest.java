package io.github.brazeaudience.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that no window has more starts than allowed, at any time of the clock. */
class RateLimiterTest {
  private static final long WINDOW = Duration.ofSeconds(3).toNanos();

  /** Time after which a start is available again. */
  private static final long EXTENDED_WINDOW = Duration.ofMillis(3_050).toNanos();

  @ParameterizedTest
  @ValueSource(longs = {0, -3_000_000_000L, Long.MAX_VALUE - 1_500_000_000L, Long.MIN_VALUE})
  void acquire_randomArrivals_keepsTheLimitInAnyWindow(long origin) {
    RateLimiter limiter = RateLimiter.of(50, Duration.ofNanos(WINDOW));
    Random random = new Random(7);
    List<Long> starts = new ArrayList<>();
    long elapsed = 0;
    while (starts.size() < 2_000) {
      long wait = limiter.acquire(origin + elapsed);
      if (wait == 0) {
        starts.add(elapsed);
        elapsed += random.nextInt(1_000_000);
      } else {
        assertThat(wait).isBetween(1L, EXTENDED_WINDOW);
        elapsed += wait;
      }
    }
    for (int i = 50; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 50)).isGreaterThanOrEqualTo(EXTENDED_WINDOW);
    }
    assertThat(elapsed).as("elapsed time").isLessThan(41 * EXTENDED_WINDOW);
  }

  @Test
  void delay_calledRepeatedly_takesNoStart() {
    RateLimiter limiter = RateLimiter.of(2, Duration.ofNanos(WINDOW));
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.delay(0)).isZero();
    }
    limiter.acquire(0);
    limiter.acquire(10);

    assertThat(limiter.delay(20)).isEqualTo(EXTENDED_WINDOW - 20).isEqualTo(limiter.acquire(20));
    assertThat(limiter.delay(WINDOW)).isEqualTo(EXTENDED_WINDOW - WINDOW);
    assertThat(limiter.delay(EXTENDED_WINDOW)).isZero();
    assertThat(limiter.acquire(EXTENDED_WINDOW)).isZero();
    assertThat(limiter.delay(EXTENDED_WINDOW)).isEqualTo(10);
    limiter.pause(2 * EXTENDED_WINDOW);
    assertThat(limiter.delay(EXTENDED_WINDOW)).isEqualTo(EXTENDED_WINDOW);
  }

  @Test
  void acquire_shortWindow_isExtendedByAFiftieth() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofMillis(100));
    limiter.acquire(0);

    assertThat(limiter.delay(0)).isEqualTo(Duration.ofMillis(102).toNanos());
  }

  @Test
  void forReadBack_brazesLimit_is40InASecond() {
    RateLimiter limiter = RateLimiter.forReadBack();
    for (int i = 0; i < 40; i++) {
      assertThat(limiter.acquire(i)).isZero();
    }

    assertThat(limiter.acquire(40)).isEqualTo(Duration.ofMillis(1_020).toNanos() - 40);
  }

  @Test
  void pause_shorterThanTheCurrentOne_changesNothing() {
    for (RateLimiter limiter : List.of(RateLimiter.create(), RateLimiter.off())) {
      limiter.pause(100);
      limiter.pause(50);

      assertThat(limiter.acquire(0)).isEqualTo(100);
      assertThat(limiter.acquire(99)).isEqualTo(1);
      assertThat(limiter.acquire(100)).isZero();
      limiter.pause(90);
      assertThat(limiter.acquire(100)).as("wait after the pause").isZero();
    }
  }

  @Test
  void pause_acrossAClockOverflow_ends() {
    RateLimiter limiter = RateLimiter.create();
    limiter.pause(Long.MAX_VALUE + 10);

    assertThat(limiter.acquire(Long.MAX_VALUE)).isEqualTo(10);
    assertThat(limiter.acquire(Long.MIN_VALUE + 9)).isZero();
  }

  @Test
  void off_manyStarts_neverWaits() {
    RateLimiter limiter = RateLimiter.off();
    for (int i = 0; i < 10_000; i++) {
      assertThat(limiter.acquire(5)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT3S",
    "-1, PT3S",
    "1, PT0S",
    "1, PT-1S",
    "1, PT9999999H",
    "1, PT2562047788015215H",
    "10000001, PT3S",
    "2147483647, PT3S"
  })
  void of_notPositiveOrTooLarge_throws(int starts, Duration window) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.of(starts, window))
        .withMessageContaining(starts + " in " + window);
  }

  private static final RateLimiter.Budget NONE_LEFT =
      new RateLimiter.Budget(10, 0, Duration.ofSeconds(5));

  @Test
  void ended_noRequestsRemaining_waitsForTheResetWithAnyLimit() {
    for (RateLimiter limiter : List.of(RateLimiter.create(), RateLimiter.off())) {
      limiter.acquire(0);
      limiter.ended(NONE_LEFT, 0, 10);

      assertThat(limiter.delay(10)).isEqualTo(Duration.ofSeconds(6).toNanos());
      limiter.pause(Duration.ofSeconds(9).toNanos());
      assertThat(limiter.delay(10)).isEqualTo(Duration.ofSeconds(9).toNanos() - 10);
      assertThat(limiter.acquire(Duration.ofSeconds(9).toNanos())).isZero();
    }
  }

  @Test
  void acquire_reportedBudget_countsRequestsInFlight() {
    RateLimiter limiter = RateLimiter.off();
    for (int i = 0; i < 3; i++) {
      limiter.acquire(0);
    }
    limiter.ended(new RateLimiter.Budget(10, 3, Duration.ofSeconds(5)), 0, 10);

    assertThat(limiter.acquire(10)).as("3 remaining, 2 in flight").isZero();
    assertThat(limiter.acquire(10)).as("3 in flight").isPositive();
    limiter.ended();
    assertThat(limiter.acquire(10)).isZero();
  }

  @Test
  void withReserve_share_isANewLimiterWithTheSameRate() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(3));
    limiter.acquire(0);
    RateLimiter withReserve = limiter.withReserve(0.5);

    assertThat(withReserve).hasToString("RateLimiter[1 in PT3S, reserve 0.5]");
    assertThat(withReserve.acquire(0)).isZero();
    assertThat(withReserve.delay(0)).isEqualTo(EXTENDED_WINDOW);
    withReserve.ended(new RateLimiter.Budget(10, 5, Duration.ofSeconds(20)), 0, 0);
    assertThat(withReserve.delay(0)).isEqualTo(Duration.ofSeconds(21).toNanos());
    assertThat(RateLimiter.off().withReserve(0)).hasToString("RateLimiter[off]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void withReserve_outOfRange_throwsWithTheValue(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.create().withReserve(share))
        .withMessageContaining("but was " + share);
  }
}
