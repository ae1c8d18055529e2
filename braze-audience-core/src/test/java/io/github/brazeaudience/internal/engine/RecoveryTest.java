package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.internal.engine.CallObserver.Totals;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {
  private static final StopCause CAUSE =
      StopCause.engineFailed("engine", new IllegalStateException());

  private final StagesFixture fixture = new StagesFixture();
  private final EngineFixture engine = fixture.engine;
  private final Recovery recovery = new Recovery(fixture.stages);

  @Test
  void recover_writesOfAllStages_endsThoseThatAreNotInFlight() {
    Call call = fixture.open();
    UserWrite inFlight = fixture.send(call, "u");
    UserWrite retried = fixture.send(call, "retried");
    fixture.respond(1, 500, "");
    UserWrite waiting = fixture.accept(call, "u");
    UserWrite ready = fixture.accept(call, "ready");
    UserWrite between = engine.write(call, "between two stages");

    recovery.recover(CAUSE);

    assertThat(List.of(retried, waiting, ready, between)).allMatch(UserWrite::isDone);
    assertThat(List.of(waiting, ready, between))
        .allSatisfy(write -> assertThat(TestWrites.lastOutcome(write)).isInstanceOf(NotSent.class));
    assertThat(TestWrites.lastOutcome(ready).message()).isEqualTo(CAUSE.message());
    assertThat(inFlight.isDone()).isFalse();
    fixture.respond(0, 201, "{\"message\":\"success\"}");
    assertThat(inFlight.isDone()).isTrue();
    call.flush();
    fixture.start();
    assertThat(engine.sent).as("nothing that was ended is sent").hasSize(2);
  }

  /** The task that handles the result fails, so the result is recorded here. */
  @ParameterizedTest
  @CsvSource({
    "201, Accepted",
    "400, Rejected",
    "401, NotSent",
    "429, NotSent",
    "500, Unconfirmed",
  })
  void recover_resultIsNotHandled_countsForTheOutcome(int status, String outcome) {
    Call call = fixture.open();
    UserWrite write = fixture.send(call, "u");
    fixture.thrownByHandler = new IllegalStateException("bug");
    fixture.respond(0, status, "{\"message\":\"success\"}");
    assertThat(write.isDone()).isFalse();

    recovery.recover(CAUSE);

    assertThat(TestWrites.lastOutcome(write).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(write.attempts()).isEqualTo(1);
    assertThat(engine.outcomes).hasSize(1);
  }

  /** A user whose write may have arrived cools down for 1 s. */
  @ParameterizedTest
  @CsvSource({"ready, true", "retried, false", "in flight, false"})
  void recover_userOfAnEndedWrite_isFreeOnlyIfNothingWasSent(String before, boolean free) {
    Call call = fixture.open();
    switch (before) {
      case "ready" -> fixture.accept(call, "u");
      case "retried" -> {
        fixture.send(call, "u");
        fixture.respond(0, 500, "");
      }
      default -> fixture.send(call, "u");
    }
    recovery.recover(CAUSE);

    UserWrite next = fixture.accept(call, "u");

    assertThat(next.state()).isEqualTo(free ? WriteState.READY : WriteState.SEQUENCED);
  }

  @Test
  void recover_endOfInput_completesTheCall() {
    Call call = fixture.open();
    fixture.accept(call, "u");
    call.endOfInput();

    recovery.recover(CAUSE);

    assertThat(engine.events).containsExactly("done");
    assertThat(fixture.stages.scheduler.calls()).isEmpty();
  }

  @Test
  void recover_observerThrows_endsTheOtherWritesAndCanBeRepeated() {
    List<UserOutcome> reported = new ArrayList<>();
    CallObserver observer =
        new CallObserver() {
          private boolean thrown;

          @Override
          public void finished(UserWrite write) {
            if (!thrown) {
              thrown = true;
              throw new IllegalStateException("bug of the observer");
            }
            write.forEachOutcome(reported::add);
          }

          @Override
          public void done(Totals totals) {}
        };
    Call call =
        fixture.open(
            new Call(observer, CallDeadline.at(EngineFixture.SECOND), TrackingGroups.off()));
    fixture.accept(call, "u");
    fixture.accept(call, "v");

    assertThatThrownBy(() -> recovery.recover(CAUSE)).isInstanceOf(IllegalStateException.class);
    assertThat(reported).hasSize(1);
    assertThat(call.hasOpenWrites()).isTrue();
    recovery.recover(CAUSE);

    assertThat(reported).hasSize(2);
    assertThat(call.hasOpenWrites()).isFalse();
  }
}
