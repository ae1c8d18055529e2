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

/** Never more starts than allowed in any window, whatever the clock reads. */
class RateLimiterTest {
  private static final long WINDOW = Duration.ofSeconds(3).toNanos();

  /** After which a start is free again. */
  private static final long HELD = Duration.ofMillis(3_050).toNanos();

  @ParameterizedTest
  @ValueSource(longs = {0, -3_000_000_000L, Long.MAX_VALUE - 1_500_000_000L, Long.MIN_VALUE})
  void acquire_randomArrivals_anyWindowHoldsTheLimit(long origin) {
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
        assertThat(wait).isBetween(1L, HELD);
        elapsed += wait;
      }
    }
    for (int i = 50; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 50)).isGreaterThanOrEqualTo(HELD);
    }
    assertThat(elapsed).as("and no slower than allowed").isLessThan(41 * HELD);
  }

  @Test
  void delay_askedAnyNumberOfTimes_takesNoStart() {
    RateLimiter limiter = RateLimiter.of(2, Duration.ofNanos(WINDOW));
    for (int i = 0; i < 10; i++) {
      assertThat(limiter.delay(0)).isZero();
    }
    limiter.acquire(0);
    limiter.acquire(10);

    assertThat(limiter.delay(20)).isEqualTo(HELD - 20).isEqualTo(limiter.acquire(20));
    assertThat(limiter.delay(WINDOW)).isEqualTo(HELD - WINDOW);
    assertThat(limiter.delay(HELD)).isZero();
    assertThat(limiter.acquire(HELD)).isZero();
    assertThat(limiter.delay(HELD)).isEqualTo(10);
    limiter.pause(2 * HELD);
    assertThat(limiter.delay(HELD)).isEqualTo(HELD);
  }

  @Test
  void acquire_shortWindow_isKeptAFiftiethLonger() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofMillis(100));
    limiter.acquire(0);

    assertThat(limiter.delay(0)).isEqualTo(Duration.ofMillis(102).toNanos());
  }

  @Test
  void forExports_brazesLimit_is250InAMinute() {
    RateLimiter limiter = RateLimiter.forReadBack();
    for (int i = 0; i < 250; i++) {
      assertThat(limiter.acquire(i)).isZero();
    }

    assertThat(limiter.acquire(250)).isEqualTo(Duration.ofMillis(60_050).toNanos() - 250);
  }

  @Test
  void pause_shorterThanTheOneThatHolds_changesNothing() {
    for (RateLimiter limiter : List.of(RateLimiter.create(), RateLimiter.off())) {
      limiter.pause(100);
      limiter.pause(50);

      assertThat(limiter.acquire(0)).isEqualTo(100);
      assertThat(limiter.acquire(99)).isEqualTo(1);
      assertThat(limiter.acquire(100)).isZero();
      limiter.pause(90);
      assertThat(limiter.acquire(100)).as("a pause that is over").isZero();
    }
  }

  @Test
  void pause_acrossTheOverflowOfTheClock_ends() {
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
  void of_notPositiveOrTooLarge_isRefused(int starts, Duration window) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.of(starts, window))
        .withMessageContaining(starts + " in " + window);
  }
}
