package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SafeTimeSourceTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  private int failures;
  private long nanos;

  private final TimeSource clock =
      SafeTimeSource.of(
          new TimeSource() {
            @Override
            public long nanoTime() {
              maybeThrow();
              return nanos;
            }

            @Override
            public Instant now() {
              maybeThrow();
              return START.plusNanos(nanos);
            }
          });

  private void maybeThrow() {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the clock fails");
    }
  }

  @Test
  void of_systemClock_isNotWrapped() {
    assertThat(SafeTimeSource.of(TimeSource.system())).isSameAs(TimeSource.system());
  }

  @Test
  void nanoTime_oneReadingFails_isReadAgain() {
    nanos = 5;
    failures = 1;

    assertThat(clock.nanoTime()).isEqualTo(5);
  }

  @Test
  void nanoTime_clockIsBroken_continuesFromTheLastReading() {
    nanos = Long.MAX_VALUE / 2;
    clock.nanoTime();
    failures = Integer.MAX_VALUE;
    long first = clock.nanoTime();
    long second = clock.nanoTime();

    assertThat(first - nanos).isBetween(0L, Duration.ofMinutes(1).toNanos());
    assertThat(second - first).isNotNegative();
  }

  @Test
  void now_oneReadingFails_isReadAgain() {
    failures = 1;

    assertThat(clock.now()).isEqualTo(START);
  }

  @Test
  void now_clockIsBroken_isTheTimeOfThePlatform() {
    failures = Integer.MAX_VALUE;

    assertThat(clock.now()).isAfter(Instant.parse("2024-01-01T00:00:00Z"));
  }
}
