package io.github.brazeaudience.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.policy.ConcurrencyPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimdConcurrencyLimiterTest {
  private long started;

  /** Starts as many requests as the limit allows and lets all succeed. */
  private void successfulRound(AimdConcurrencyLimiter limiter) {
    int requests = limiter.current();
    for (int i = 0; i < requests; i++) {
      limiter.onSuccess(++started, limiter.current());
    }
  }

  @ParameterizedTest(name = "{0} successful rounds: {1} to {2}")
  @CsvSource({"0, 16, 16", "1, 22, 24", "2, 28, 32", "41, 256, 256"})
  void onSuccess_fullRounds_growsByEightPerRoundUpToTheMaximum(
      int rounds, int atLeast, int atMost) {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.adaptive());
    for (int round = 0; round < rounds; round++) {
      successfulRound(limiter);
    }
    assertThat(limiter.current()).isBetween(atLeast, atMost);
  }

  @Test
  void onSuccess_fewerInFlightThanAllowed_keepsTheLimit() {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.adaptive());
    for (int i = 0; i < 1_000; i++) {
      limiter.onSuccess(++started, 15);
    }
    assertThat(limiter.current()).isEqualTo(16);
  }

  @Test
  void onFailure_severalOfOneRound_halvesOnce() {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.adaptive());
    limiter.onFailure(3, 16);
    limiter.onFailure(1, 16);
    limiter.onFailure(16, 20);
    assertThat(limiter.current()).isEqualTo(8);

    limiter.onFailure(17, 20);
    assertThat(limiter.current()).isEqualTo(4);
  }

  @Test
  void onSuccess_requestFromBeforeTheDecrease_keepsTheLimit() {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.adaptive());
    limiter.onFailure(1, 16);
    for (long request = 2; request <= 16; request++) {
      limiter.onSuccess(request, 16);
    }
    assertThat(limiter.current()).isEqualTo(8);
    limiter.onSuccess(17, 8);
    assertThat(limiter.current()).isEqualTo(9);
  }

  @Test
  void onFailure_everyRound_staysAtTheMinimumAndRecovers() {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.adaptive());
    for (int i = 1; i <= 20; i++) {
      limiter.onFailure(i, i);
    }
    assertThat(limiter.current()).isEqualTo(ConcurrencyPolicy.SMALLEST);
    started = 20;
    for (int round = 0; round < 5; round++) {
      successfulRound(limiter);
    }
    assertThat(limiter.current()).isGreaterThan(16);
  }

  @Test
  void fixedPolicy_successesAndFailures_keepTheLimit() {
    AimdConcurrencyLimiter limiter = new AimdConcurrencyLimiter(ConcurrencyPolicy.fixed(4));
    successfulRound(limiter);
    limiter.onFailure(++started, started);
    successfulRound(limiter);
    assertThat(limiter.current()).isEqualTo(4);
  }
}
