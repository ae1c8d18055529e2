package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Additive increase, halved by a failure, once for each round. */
class ConcurrencyLimitTest {
  private final List<String> told = new ArrayList<>();
  private long started;

  private ConcurrencyLimit limit(ConcurrencyPolicy policy) {
    return new ConcurrencyLimit(
        policy,
        new ForwarderListener() {
          @Override
          public void maxInFlightChanged(MaxInFlightChanged event) {
            told.add(event.before() + " to " + event.now());
          }
        });
  }

  /** As many requests as may be under way are, and all of them are answered well. */
  private void goodRound(ConcurrencyLimit limit) {
    int requests = limit.current();
    for (int i = 0; i < requests; i++) {
      limit.succeeded(++started, limit.current());
    }
  }

  @Test
  void succeeded_fullRounds_growsByEightForEach() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.adaptive());
    assertThat(limit.current()).isEqualTo(16);

    goodRound(limit);
    assertThat(limit.current()).isBetween(16 + 6, 16 + 8);
    for (int round = 0; round < 40; round++) {
      goodRound(limit);
    }
    assertThat(limit.current()).as("the bound").isEqualTo(256);
  }

  @Test
  void succeeded_fewerUnderWayThanAllowed_saysNothingOfMore() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.adaptive());
    for (int i = 0; i < 1_000; i++) {
      limit.succeeded(++started, 15);
    }
    assertThat(limit.current()).isEqualTo(16);
  }

  @Test
  void failed_severalOfOneRound_halvesOnce() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.adaptive());
    limit.failed(3, 16);
    limit.failed(1, 16);
    limit.failed(16, 20);
    assertThat(limit.current()).isEqualTo(8);

    limit.failed(17, 20);
    assertThat(limit.current()).isEqualTo(4);
    assertThat(told).containsExactly("16 to 8", "8 to 4");
  }

  @Test
  void succeeded_requestFromBeforeTheCut_growsNothing() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.adaptive());
    limit.failed(1, 16);
    for (long request = 2; request <= 16; request++) {
      limit.succeeded(request, 16);
    }
    assertThat(limit.current()).isEqualTo(8);
    limit.succeeded(17, 8);
    assertThat(limit.current()).isEqualTo(9);
  }

  @Test
  void failed_againAndAgain_keepsSeveralAndRecovers() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.adaptive());
    for (int i = 1; i <= 20; i++) {
      limit.failed(i, i);
    }
    assertThat(limit.current())
        .as("a request without an answer must not hold all others")
        .isEqualTo(4);
    started = 20;
    for (int round = 0; round < 5; round++) {
      goodRound(limit);
    }
    assertThat(limit.current()).isGreaterThan(16);
  }

  @Test
  void fixed_whateverComes_stays() {
    ConcurrencyLimit limit = limit(ConcurrencyPolicy.fixed(4));
    goodRound(limit);
    limit.failed(++started, started);
    goodRound(limit);

    assertThat(limit.current()).isEqualTo(4);
    assertThat(told).isEmpty();
  }
}
