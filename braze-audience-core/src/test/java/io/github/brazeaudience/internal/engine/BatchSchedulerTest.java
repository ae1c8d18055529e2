package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSchedulerTest {
  private static final Failure RATE_LIMITED =
      new Failure(Reason.RATE_LIMITED, "failed", false, Duration.ofSeconds(9), null);

  private final EngineFixture fixture = new EngineFixture();
  private Predicate<Batch> marks = batch -> false;
  private final WriteResolver resolver =
      new WriteResolver() {
        @Override
        public void resolve(UserWrite write) {}

        @Override
        public boolean mark(Batch batch) {
          return marks.test(batch);
        }
      };
  private Admission admission = fixture.admission();
  private Batcher batcher = fixture.batcher(admission);
  private BatchScheduler scheduler = scheduler();

  private BatchScheduler scheduler() {
    SerialExecutor executor = new SerialExecutor(fixture, fixture, Runnable::run, () -> {});
    RequestSender sender =
        new RequestSender(
            fixture.settings(), fixture.codec, executor, (batch, request, result) -> {});
    return new BatchScheduler(
        List.of(batcher), resolver, sender, fixture.splitter(batcher), fixture.completer());
  }

  /** Creates the scheduler again with the fixture's settings. */
  private void recreate() {
    admission = fixture.admission();
    batcher = fixture.batcher(admission);
    scheduler = scheduler();
  }

  private Call open(String user, int writes) {
    Call call = fixture.call();
    scheduler.open(call);
    for (int i = 0; i < writes; i++) {
      UserWrite write = fixture.write(call, user + i);
      write.moveTo(WriteState.RESOLVING);
      batcher.accept(write);
    }
    call.endOfInput();
    return call;
  }

  private Batch waiting(Call call) {
    return fixture.batch(admission, call, 1);
  }

  private List<String> started() {
    List<String> users = new ArrayList<>();
    for (EngineFixture.SentRequest sent : fixture.sent) {
      String body = EngineFixture.text(sent.request.bodyParts());
      users.add(body.replaceAll("(?s).*?\"external_id\":\"([^\"]*)\".*", "$1"));
    }
    return users;
  }

  @Test
  void startAll_twoCalls_takeTurnsUpToTheLimit() {
    open("a", 300);
    open("b", 100);
    scheduler.startAll(0, 4);

    assertThat(started()).containsExactly("a0", "b0", "a75", "b75");
    assertThat(scheduler.inFlight()).isEqualTo(4);
  }

  @Test
  void acceptFirst_batches_startInOrderBeforeNewOnes() {
    Call call = open("new", 1);
    Batch first = waiting(call);
    Batch second = waiting(call);
    scheduler.acceptFirst(List.of(first, second));
    scheduler.startAll(0, 2);

    assertThat(first.isInFlight()).isTrue();
    assertThat(second.isInFlight()).isTrue();
    assertThat(started()).doesNotContain("new0");
  }

  @ParameterizedTest
  @CsvSource({"4_999_999_999, false", "5_000_000_000, true"})
  void acceptAfter_backoff_startsWhenItIsOver(String now, boolean started) {
    Batch batch = waiting(open("x", 0));
    scheduler.acceptAfter(batch, Duration.ofSeconds(5), 0);
    assertThat(scheduler.nextWakeNanos()).isEqualTo(5 * SECOND);
    scheduler.startAll(Long.parseLong(now.replace("_", "")), 4);

    assertThat(batch.isInFlight()).isEqualTo(started);
  }

  @Test
  void startAll_noRetryToken_startsNewBatchesInstead() {
    fixture.retryPolicy = RetryPolicy.defaults().withBudget(RetryPolicy.RETRY_COST);
    recreate();
    Call call = open("new", 1);
    Batch retry = waiting(call);
    retry.failed();
    Batch next = waiting(call);
    next.failed();
    scheduler.acceptFirst(List.of(retry, next));
    scheduler.startAll(0, 4);

    assertThat(retry.isInFlight()).isTrue();
    assertThat(next.isInFlight()).isFalse();
    assertThat(started()).contains("new0");
    assertThat(scheduler.nextWakeNanos()).isEqualTo(SECOND);
    scheduler.startAll(SECOND, 4);
    assertThat(next.isInFlight()).isTrue();
  }

  @Test
  void startAll_openCircuit_probesEachWaitingBatchOnceBeforeAnyTwice() {
    Call call = open("x", 0);
    Batch first = waiting(call);
    Batch second = waiting(call);
    admission.onFailure(first, RATE_LIMITED, 0);
    scheduler.acceptFirst(List.of(first, second));
    scheduler.startAll(0, 4);
    assertThat(fixture.sent).isEmpty();

    scheduler.startAll(9 * SECOND, 4);
    assertThat(first.isInFlight()).isTrue();
    assertThat(second.isInFlight()).as("one probe at a time").isFalse();
    first.attemptEnded(Duration.ZERO);
    admission.onFailure(first, RATE_LIMITED, 9 * SECOND);
    scheduler.acceptLast(first);
    scheduler.startAll(18 * SECOND, 4);
    assertThat(second.isInFlight()).isTrue();
    assertThat(first.isInFlight()).isFalse();
  }

  @Test
  void startAll_rateLimit_keepsTheOrderAndWaits() {
    fixture.limiter = RateLimiter.of(1, Duration.ofSeconds(10));
    recreate();
    open("a", 80);
    scheduler.startAll(0, 4);

    assertThat(started()).containsExactly("a0");
    assertThat(scheduler.nextWakeNanos()).isEqualTo(fixture.limiter.delay(0));
    scheduler.startAll(fixture.limiter.delay(0), 4);
    assertThat(started()).containsExactly("a0", "a75");
  }

  @Test
  void startAll_batchThatMustBeMarked_waitsForItsMark() {
    marks = batch -> true;
    open("a", 1);
    scheduler.startAll(0, 4);
    assertThat(fixture.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "  0,    , false",
    "299,    , false",
    "300,    , true",
    "  0, 100, false",
    "  0, 300, true", // the pause ends too late
  })
  void expire_dueBatch_failsIfItCannotStartBeforeItsDeadline(
      long nowSeconds, Long pauseEndSeconds, boolean fails) {
    Batch batch = waiting(open("x", 0));
    scheduler.acceptLast(batch);
    scheduler.expire(
        pauseEndSeconds == null ? null : pauseEndSeconds * SECOND, nowSeconds * SECOND);

    assertThat(fixture.outcomes).hasSize(fails ? 1 : 0);
    assertThat(fixture.outcomes)
        .allMatch(outcome -> outcome.reason().orElseThrow() == Reason.DEADLINE);
  }

  @Test
  void drain_call_failsItsBatchesThatAreNotInFlight() {
    Call call = open("x", 0);
    Batch inFlight = waiting(call);
    Batch due = waiting(call);
    Batch backingOff = waiting(call);
    Batch ofOtherCall = waiting(open("y", 0));
    scheduler.acceptFirst(List.of(inFlight));
    scheduler.startAll(0, 1);
    scheduler.acceptLast(due);
    scheduler.acceptAfter(backingOff, Duration.ofSeconds(1), 0);
    scheduler.acceptLast(ofOtherCall);

    scheduler.drain(call, StopCause.CANCELLED);

    assertThat(fixture.outcomes).hasSize(2).allMatch(NotSent.class::isInstance);
    scheduler.abort(call);
    assertThat(fixture.sent.get(0).aborted).isTrue();
    scheduler.startAll(SECOND, 4);
    assertThat(ofOtherCall.isInFlight()).isTrue();
    assertThat(fixture.sent).hasSize(2);
  }

  @Test
  void completeCalls_callWithoutOpenWrites_isRemoved() {
    open("x", 0);
    Call open = fixture.call();
    scheduler.open(open);
    scheduler.completeCalls();

    assertThat(scheduler.calls()).containsExactly(open);
    assertThat(fixture.events).containsExactly("done");
  }
}
