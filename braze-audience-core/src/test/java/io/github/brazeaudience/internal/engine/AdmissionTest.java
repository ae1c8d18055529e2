package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();

  private static Failure failure(Reason reason, @Nullable Duration retryAfter) {
    return new Failure(reason, "failed", false, retryAfter, null);
  }

  /** An attempt needs a second, a tenth of a short deadline, or as long as the last one took. */
  @ParameterizedTest
  @CsvSource({
    "300,  0, false, 299_000_000_000",
    "300, 20, false, 280_000_000_000",
    "  5,  0, false,   4_500_000_000",
    "300, 20, true,  299_999_999_999",
  })
  void checkDeadline_batch_startsUntilThereIsNoTimeForAResponse(
      long deadline, long lastSeconds, boolean mayHaveArrived, String lastStart) {
    fixture.retryPolicy = RetryPolicy.defaults().withDeadline(Duration.ofSeconds(deadline));
    Admission admission = fixture.admission();
    Batch batch = fixture.batch(admission, fixture.call(CallDeadline.at(deadline * SECOND)), 1);
    batch.attemptEnded(Duration.ofSeconds(lastSeconds));
    if (mayHaveArrived) {
      batch
          .writes()
          .get(0)
          .attemptFailed(new AttemptHistory.Failed(Reason.NO_ANSWER, "", null), true);
    }
    long expected = Long.parseLong(lastStart.replace("_", ""));

    assertThat(admission.lastStartNanos(batch)).isEqualTo(expected);
    assertThat(admission.checkDeadline(batch, expected)).isNull();
    assertThat(admission.checkDeadline(batch, expected + 1)).isEqualTo(StopCause.DEADLINE_PASSED);
  }

  /** The circuit opens after 4 consecutive failures, the number of initial requests in flight. */
  @ParameterizedTest
  @CsvSource({
    "0, 100, true",
    "1,   2, true",
    "1,   3, false",
    "3,   0, true",
    "3,   1, false",
    "4,   0, false",
  })
  void allowsStart_failuresAndRequestsInFlight_staysBelowTheThreshold(
      int failures, int inFlight, boolean allowed) {
    Admission admission = fixture.admission();
    for (int i = 0; i < failures; i++) {
      Batch batch = fixture.batch(admission, call, 1);
      admission.onStart(batch);
      admission.onFailure(batch, failure(Reason.SERVER_ERROR, null), 0);
    }

    assertThat(admission.allowsStart(0, inFlight)).isEqualTo(allowed);
  }

  @Test
  void onFailure_rateLimitedWithAWait_holdsAllBatchesUntilItEnds() {
    Admission admission = fixture.admission();
    Batch batch = fixture.batch(admission, call, 1);
    admission.onFailure(batch, failure(Reason.RATE_LIMITED, Duration.ofSeconds(9)), 0);

    assertThat(admission.allowsStart(9 * SECOND - 1, 0)).isFalse();
    assertThat(admission.allowsStart(9 * SECOND, 0)).isTrue();
    assertThat(admission.pauseEndNanos()).isEqualTo(9 * SECOND);
    assertThat(fixture.events).containsExactly("batchesHeld");
    admission.onSuccess(batch);
    assertThat(fixture.events).containsExactly("batchesHeld", "batchesReleased");
    assertThat(admission.allowsStart(0, 0)).isTrue();
  }

  @Test
  void pause_hint_pausesTheLimiterForEveryForwarder() {
    fixture.admission().limiters().pauseAllForwarders(Duration.ofSeconds(9), 0);

    assertThat(fixture.limiter.delay(0)).isEqualTo(9 * SECOND);
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 0",
    "true,  false, 1_000_000_000",
    "true,  true,  0", // while the circuit is open, probes are free
  })
  void acquireRetryToken_emptyBucket_delaysRetriesOnly(boolean retry, boolean open, String wait) {
    fixture.retryPolicy = RetryPolicy.defaults().withBudget(RetryPolicy.RETRY_COST);
    Admission admission = fixture.admission();
    Batch first = fixture.batch(admission, call, 1);
    first.failed();
    assertThat(admission.acquireRetryToken(first, 0)).isZero();
    assertThat(admission.acquireRetryToken(first, 0)).as("once per retry").isZero();
    Batch batch = fixture.batch(admission, call, 1);
    if (retry) {
      batch.failed();
    }
    if (open) {
      admission.onFailure(first, failure(Reason.RATE_LIMITED, Duration.ofSeconds(1)), 0);
    }

    assertThat(admission.acquireRetryToken(batch, 0))
        .isEqualTo(Long.parseLong(wait.replace("_", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "0,   0, start",
    "5,   0, wait 5",
    "0,   7, wait 7",
    "5,   7, wait 7",
    "0, 299, wait 299",
    "0, 300, fail",
  })
  void acquireStart_pausedLimiters_waitsForTheLongestOrFails(
      long narrowSeconds, long commonSeconds, String expected) {
    RateLimiter narrow = RateLimiter.of(1, Duration.ofMinutes(1));
    narrow.pause(narrowSeconds * SECOND);
    fixture.limiter.pause(commonSeconds * SECOND);
    Admission admission =
        new Admission(
            fixture.settings(),
            new RetryTokenBucket(500, 0),
            new OperationRateLimiters(List.of(narrow, fixture.limiter)));
    Batch batch = fixture.batch(admission, call, 1);
    long wait = admission.acquireStart(batch, 0);

    String actual =
        admission.checkStart(batch, wait, 0) != null
            ? "fail"
            : wait == 0 ? "start" : "wait " + wait / SECOND;
    assertThat(actual).isEqualTo(expected);
    narrow.pause(0);
    assertThat(narrow.delay(400 * SECOND))
        .as("a start that is not granted takes no permit")
        .isZero();
  }

  @Test
  void expireOutage_longOutage_givesTheLastFailureAndClosesTheCircuit() {
    Admission admission = fixture.admission();
    for (int i = 0; i < 4; i++) {
      Batch batch = fixture.batch(admission, call, 1);
      admission.onFailure(batch, failure(Reason.SERVER_ERROR, null), 0);
    }
    long limit = fixture.retryPolicy.outageLimit().toNanos();

    assertThat(admission.expireOutage(limit - 1)).isNull();
    StopCause cause = admission.expireOutage(limit);
    assertThat(cause.reason()).isEqualTo(Reason.SERVER_ERROR);
    assertThat(cause.message()).contains("PT5M", "failed");
    assertThat(admission.allowsStart(limit, 100)).isTrue();
  }

  @Test
  void hasProbed_probe_untilTheNextRoundOrUntilTheCircuitCloses() {
    Admission admission = fixture.admission();
    Batch batch = fixture.batch(admission, call, 1);
    admission.onStart(batch);
    assertThat(admission.hasProbed(batch)).as("circuit closed").isFalse();
    admission.onFailure(batch, failure(Reason.RATE_LIMITED, Duration.ZERO), 0);
    admission.onStart(batch);

    assertThat(admission.isProbe(batch)).isTrue();
    assertThat(admission.hasProbed(batch)).isTrue();
    admission.beginProbeRound();
    assertThat(admission.hasProbed(batch)).isFalse();
    admission.onAbandoned(batch);
    assertThat(admission.isProbe(batch)).isFalse();
  }
}
