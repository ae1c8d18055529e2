package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallStopperTest {
  private final EngineFixture engine = new EngineFixture();
  private final StagesFixture fixture = new StagesFixture(engine);
  private final Stages stages = fixture.stages;
  private final CallStopper stopper = new CallStopper(stages);

  /** Where a write is when its call is stopped. */
  enum Place {
    WAITS_FOR_ITS_USER,
    READY,
    WAITS_FOR_A_RETRY,
    IN_FLIGHT
  }

  private UserWrite at(Place place, Call call) {
    return switch (place) {
      case WAITS_FOR_ITS_USER -> {
        fixture.send(call, "u");
        yield fixture.accept(call, "u");
      }
      case READY -> fixture.accept(call, "u");
      case WAITS_FOR_A_RETRY -> {
        UserWrite write = fixture.send(call, "u");
        fixture.respond(0, 500, "");
        yield write;
      }
      case IN_FLIGHT -> fixture.send(call, "u");
    };
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void stop_writeInAnyStage_endsUnlessItIsInFlight(Place place) {
    Call call = fixture.open();
    UserWrite write = at(place, call);

    stopper.stop(call, StopCause.CANCELLED);

    assertThat(call.stopCause()).isEqualTo(StopCause.CANCELLED);
    assertThat(write.isDone()).isEqualTo(place != Place.IN_FLIGHT);
    assertThat(engine.sent).allMatch(request -> !request.aborted);
  }

  @Test
  void stop_twice_keepsTheFirstCause() {
    Call call = fixture.open();

    stopper.stop(call, StopCause.CANCELLED);
    stopper.stop(call, StopCause.CLOSED);

    assertThat(call.stopCause()).isEqualTo(StopCause.CANCELLED);
  }

  @Test
  void stopAndAbort_requestsOfTwoCalls_abortsOnlyThoseOfTheCall() {
    Call call = fixture.open();
    fixture.send(call, "u");
    fixture.send(fixture.open(), "v");

    stopper.stopAndAbort(call, StopCause.CLOSED);

    assertThat(call.stopCause()).isEqualTo(StopCause.CLOSED);
    assertThat(engine.sent).extracting(request -> request.aborted).containsExactly(true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "300, 299, false",
    "300, 300, true",
    "300, 301, true",
    "per batch, 301, false",
  })
  void stopPastDeadline_deadlineAndTime_stopsFromTheDeadlineOn(
      String deadline, long now, boolean stopped) {
    Call call =
        fixture.open(
            engine.call(
                deadline.equals("per batch")
                    ? CallDeadline.perBatch(Duration.ofMinutes(5))
                    : CallDeadline.at(Long.parseLong(deadline) * SECOND)));

    stopper.stopPastDeadline(now * SECOND);

    assertThat(call.stopCause()).isEqualTo(stopped ? StopCause.DEADLINE_PASSED : null);
  }

  /** The deadline of the call is at 300 s. */
  @ParameterizedTest
  @CsvSource({"0, false", "299, false", "300, true", "301, true"})
  void stopCallsInPause_pause_stopsCallsWhoseDeadlinePassesInIt(long pause, boolean stopped) {
    Call call = fixture.open();
    if (pause > 0) {
      pause(Duration.ofSeconds(pause));
    }

    stopper.stopCallsInPause(engine.now);

    if (stopped) {
      assertThat(call.stopCause())
          .isEqualTo(StopCause.deadlineBeforeNextStart(Instant.EPOCH.plusSeconds(pause)));
    } else {
      assertThat(call.stopCause()).isNull();
    }
  }

  private void pause(Duration retryAfter) {
    Call other = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    Batch batch = engine.batch(stages.admission, other, 1);
    stages.admission.onFailure(
        batch, new Failure(Reason.RATE_LIMITED, "", false, retryAfter, null), engine.now);
  }

  /** Opens the circuit at 0 s; an outage lasts 300 s at most. */
  private void beginOutage() {
    for (int i = 0; i < ConcurrencyPolicy.DEFAULT_INITIAL; i++) {
      Batch batch = engine.batch(stages.admission, engine.call(), 1);
      stages.admission.onFailure(
          batch, new Failure(Reason.UNREACHABLE, "could not connect", false, null, null), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"299, false", "300, true"})
  void expireOutage_lengthOfTheOutage_stopsAllCallsAfterTheLimit(long seconds, boolean stopped) {
    Call one = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    Call other = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    beginOutage();

    stopper.expireOutage(seconds * SECOND);

    for (Call call : new Call[] {one, other}) {
      if (stopped) {
        assertThat(call.stopCause().reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(call.stopCause().message()).contains("PT5M").contains("could not connect");
      } else {
        assertThat(call.stopCause()).isNull();
      }
    }
  }

  @Test
  void expireOutageBefore_outageHasExpired_stopsCallsWithOpenWritesExceptTheStartingOne() {
    Call starting = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    Call waiting = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    Call idle = fixture.open(engine.call(CallDeadline.perBatch(Duration.ofHours(1))));
    fixture.accept(starting, "u");
    UserWrite write = fixture.accept(waiting, "v");
    beginOutage();
    engine.now = 300 * SECOND;

    stopper.expireOutageBefore(starting);

    assertThat(starting.stopCause()).isNull();
    assertThat(idle.stopCause()).isNull();
    assertThat(waiting.stopCause().reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(TestWrites.lastOutcome(write)).isInstanceOf(NotSent.class);
  }

  @Test
  void expireOutageBefore_noOutage_stopsNothing() {
    Call call = fixture.open();
    fixture.accept(call, "u");
    engine.now = 300 * SECOND;

    stopper.expireOutageBefore(null);

    assertThat(call.stopCause()).isNull();
  }
}
