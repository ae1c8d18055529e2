package io.github.brazeaudience.policy;

import static io.github.brazeaudience.interleaving.Interleavings.sideBySide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.interleaving.Interleavings;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests a limiter that forwarders of several threads share. */
class RateLimiterInterleavingTest {
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void acquire_byThreeThreads_grantsStartsUpToTheLimit() {
    Interleavings.each(
        () -> {
          RateLimiter limiter = RateLimiter.of(2, WINDOW);
          long[] waits = new long[3];
          return sideBySide(
                  () -> waits[0] = limiter.acquire(10),
                  () -> waits[1] = limiter.acquire(10),
                  () -> waits[2] = limiter.acquire(10))
              .then(
                  () -> {
                    Arrays.sort(waits);
                    assertEquals(0, waits[1], "an available start was not granted");
                    assertEquals(WINDOW.plusMillis(50).toNanos(), waits[2], "one start too many");
                  });
        });
  }

  @Test
  void pause_concurrentWithAnotherPauseAndAStart_holdsUntilTheLaterEnd() {
    Interleavings.each(
        () -> {
          RateLimiter limiter = RateLimiter.of(3, WINDOW);
          long[] waits = new long[2];
          return sideBySide(
                  () -> {
                    limiter.pause(700);
                    waits[0] = limiter.acquire(100);
                  },
                  () -> limiter.pause(500),
                  () -> waits[1] = limiter.acquire(100))
              .then(
                  () -> {
                    assertEquals(600, waits[0], "a start within the pause");
                    assertTrue(
                        waits[1] == 0 || waits[1] == 400 || waits[1] == 600,
                        () -> "held for " + waits[1]);
                    assertEquals(1, limiter.acquire(699), "a shorter pause ended the longer one");
                    assertEquals(0, limiter.acquire(700));
                  });
        });
  }

  @Test
  void acquire_concurrentWithAResponse_staysWithinTheReportedBudget() {
    Interleavings.each(
        () -> {
          RateLimiter limiter = RateLimiter.off();
          limiter.acquire(0);
          limiter.ended(new RateLimiter.Budget(9, 2, HOUR), 0, 1);
          limiter.acquire(1);
          long[] waits = new long[2];
          return sideBySide(
                  () -> limiter.ended(new RateLimiter.Budget(9, 1, HOUR), 1, 2),
                  () -> waits[0] = limiter.acquire(2),
                  () -> waits[1] = limiter.acquire(2))
              .then(
                  () -> {
                    Arrays.sort(waits);
                    assertEquals(0, waits[0], "one request is left");
                    assertTrue(waits[1] > 0, "none is left");
                  });
        });
  }
}
