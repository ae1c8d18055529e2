package io.github.brazeaudience.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.resilience.CircuitBreaker.FailureEffect;
import io.github.brazeaudience.internal.resilience.CircuitBreaker.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests a breaker with a threshold of 3 failures, an outage limit of 1,000 ns, and a probe interval
 * of 10 ns per probe.
 */
class CircuitBreakerTest {
  /**
   * Near the overflow of nanoTime; parsed, because the compiler refuses constants that overflow.
   */
  private static final long T = Long.parseLong("9223372036854775707");

  private static final long LIMIT = 1_000;

  private final CircuitBreaker breaker = new CircuitBreaker(3, LIMIT, probe -> 10L * probe);

  private FailureEffect fail(long permit, long at) {
    return breaker.onFailure(permit, false, 0, T + at);
  }

  /** Opens the circuit at 0, with the first probe due at 10. */
  private void open() {
    fail(breaker.onStart(), 0);
    fail(breaker.onStart(), 0);
    assertThat(fail(breaker.onStart(), 0)).isEqualTo(FailureEffect.OPENED);
  }

  @ParameterizedTest(name = "{0} consecutive failures, {1} in flight: may start {2}")
  @CsvSource({
    "0, 0, true",
    "0, 100, true",
    "1, 0, true",
    "1, 1, true",
    "1, 2, false",
    "2, 0, true",
    "2, 1, false"
  })
  void allows_closed_keepsFailuresAndRequestsInFlightBelowTheThreshold(
      int failures, int inFlight, boolean allowed) {
    for (int i = 0; i < failures; i++) {
      assertThat(fail(breaker.onStart(), 0)).isEqualTo(FailureEffect.NONE);
    }
    assertThat(breaker.allows(T, inFlight)).isEqualTo(allowed);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void onFailure_thresholdReached_opensUntilTheProbeIsDue() {
    open();
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.allows(T + 9, 0)).isFalse();
    assertThat(breaker.allows(T + 10, 0)).isTrue();
  }

  @Test
  void onStart_open_letsOneProbeThrough() {
    open();
    long probe = breaker.onStart();
    assertThat(breaker.isProbe(probe)).isTrue();
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.allows(T + 500, 0)).isFalse();
  }

  @Test
  void onFailure_probes_waitLongerEachTime() {
    open();
    assertThat(fail(breaker.onStart(), 10)).isEqualTo(FailureEffect.PROBE_RESCHEDULED);
    assertThat(breaker.allows(T + 29, 0)).isFalse();
    assertThat(breaker.allows(T + 30, 0)).isTrue();
    fail(breaker.onStart(), 30);
    assertThat(breaker.nextWakeNanos(T + 30)).isEqualTo(T + 60);
  }

  @Test
  void onFailure_requestFromBeforeTheOutage_leavesTheProbeAlone() {
    long early = breaker.onStart();
    open();
    long probe = breaker.onStart();
    assertThat(fail(early, 5)).isEqualTo(FailureEffect.NONE);
    assertThat(breaker.isProbe(probe)).isTrue();
  }

  @ParameterizedTest(name = "retry after {0}, pause ordered {1}: opens {2}, next probe at {3}")
  @CsvSource({"50, true, true, 50", "5, true, true, 10", "50, false, false, -1"})
  void onFailure_firstFailureWithAHint_opensOnlyForAnOrderedPause(
      long retryAfter, boolean ordered, boolean opens, long nextProbe) {
    FailureEffect effect = breaker.onFailure(breaker.onStart(), ordered, retryAfter, T);
    assertThat(effect == FailureEffect.OPENED).isEqualTo(opens);
    assertThat(breaker.pauseEndNanos()).isEqualTo(opens ? T + nextProbe : null);
  }

  @Test
  void onFailure_pauseOrderedWhileOpen_movesTheNextProbe() {
    open();
    assertThat(breaker.onFailure(CircuitBreaker.NOT_A_PROBE, true, 300, T + 5))
        .isEqualTo(FailureEffect.PROBE_RESCHEDULED);
    assertThat(breaker.pauseEndNanos()).isEqualTo(T + 305);
  }

  @Test
  void onSuccess_open_closesAndForgetsTheFailures() {
    open();
    assertThat(breaker.onSuccess()).isTrue();
    assertThat(breaker.onSuccess()).isFalse();
    assertThat(breaker.allows(T, 100)).isTrue();
    assertThat(breaker.nextWakeNanos(T)).isNull();
  }

  @Test
  void isProbe_permitOfAnEarlierOutage_isFalse() {
    open();
    long probe = breaker.onStart();
    breaker.onSuccess();
    open();
    breaker.onStart();
    assertThat(breaker.isProbe(probe)).isFalse();
  }

  @Test
  void onAbandoned_probe_letsAnotherProbeStart() {
    open();
    long probe = breaker.onStart();
    breaker.onAbandoned(CircuitBreaker.NOT_A_PROBE);
    assertThat(breaker.allows(T + 10, 0)).isFalse();
    breaker.onAbandoned(probe);
    assertThat(breaker.allows(T + 10, 0)).isTrue();
  }

  @ParameterizedTest(name = "at {0}: expired {1}")
  @CsvSource({"0, false", "999, false", "1000, true", "5000, true"})
  void expire_outageLimitReached_returnsWhenTheNextProbeWasDue(long at, boolean expired) {
    open();
    assertThat(breaker.expire(T + at)).isEqualTo(expired ? T + 10 : null);
    assertThat(breaker.state()).isEqualTo(expired ? State.CLOSED : State.OPEN);
  }

  @Test
  void expire_closed_isNull() {
    assertThat(breaker.expire(T)).isNull();
  }

  @ParameterizedTest(name = "pause of {0}: expired at once {1}")
  @CsvSource({"1000, false", "1001, true"})
  void expire_orderedPauseEndsAfterTheLimit_expiresAtOnce(long pause, boolean expired) {
    breaker.onFailure(breaker.onStart(), true, pause, T);
    assertThat(breaker.expire(T)).isEqualTo(expired ? T + pause : null);
  }

  @ParameterizedTest(name = "probe in flight {0}, now {1}: wakes at {2}")
  @CsvSource({"false, 0, 10", "false, 10, 1000", "true, 0, 1000"})
  void nextWakeNanos_open_isTheNextProbeOrTheOutageLimit(boolean probing, long now, long wake) {
    open();
    if (probing) {
      breaker.onStart();
    }
    assertThat(breaker.nextWakeNanos(T + now)).isEqualTo(T + wake);
  }
}
