package io.github.brazeaudience.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTokenBucketTest {
  private static final long START = Long.MAX_VALUE - 1_000; // nanoTime may overflow

  private static long millis(long millis) {
    return START + Duration.ofMillis(millis).toNanos();
  }

  /** Drains a bucket of 20 tokens, which is four retries. */
  private static RetryTokenBucket emptyBucket() {
    RetryTokenBucket bucket = new RetryTokenBucket(20, START);
    for (int retry = 0; retry < 4; retry++) {
      assertThat(bucket.tryAcquire(START)).isZero();
    }
    return bucket;
  }

  @ParameterizedTest(name = "{0} ms after the last token: wait {1} ms")
  @CsvSource({"0, 1000", "1, 999", "199, 801", "200, 800", "999, 1", "1000, 0", "60000, 0"})
  void tryAcquire_emptyBucket_waitsForTheRefillOfOneTokenEvery200Millis(long elapsed, long wait) {
    assertThat(emptyBucket().tryAcquire(millis(elapsed)))
        .isEqualTo(Duration.ofMillis(wait).toNanos());
  }

  @ParameterizedTest(name = "{0} first attempts and {1} retries succeed: wait {2} ms")
  @CsvSource({"1, 0, 800", "4, 0, 200", "5, 0, 0", "0, 1, 0", "0, 0, 1000"})
  void deposit_emptyBucket_shortensTheWait(int firstAttempts, int retries, long wait) {
    RetryTokenBucket bucket = emptyBucket();
    for (int i = 0; i < firstAttempts; i++) {
      bucket.deposit(false);
    }
    for (int i = 0; i < retries; i++) {
      bucket.deposit(true);
    }
    assertThat(bucket.tryAcquire(START)).isEqualTo(Duration.ofMillis(wait).toNanos());
  }

  @Test
  void deposit_fullBucket_neverExceedsTheCapacity() {
    RetryTokenBucket bucket = new RetryTokenBucket(5, START);
    bucket.deposit(true);
    assertThat(bucket.tryAcquire(START)).isZero();
    assertThat(bucket.tryAcquire(START)).isPositive();
  }

  @Test
  void tryAcquire_longIdleTime_neverExceedsTheCapacity() {
    RetryTokenBucket bucket = emptyBucket();
    long later = millis(Duration.ofDays(1).toMillis());
    for (int retry = 0; retry < 4; retry++) {
      assertThat(bucket.tryAcquire(later)).isZero();
    }
    assertThat(bucket.tryAcquire(later)).isPositive();
  }
}
