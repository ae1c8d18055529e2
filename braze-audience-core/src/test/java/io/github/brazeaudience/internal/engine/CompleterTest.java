package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompleterTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final List<UserWrite> acquired = new ArrayList<>();
  private final PerUserSequencer sequencer = new PerUserSequencer(0, acquired::add);
  private @Nullable Runnable whenSettled;
  private final WriteResolver resolver =
      new WriteResolver() {
        @Override
        public void resolve(UserWrite write) {}

        @Override
        public void settle(UserWrite write, long endedAt, ObjLongConsumer<UserWrite> task) {
          whenSettled = () -> task.accept(write, endedAt);
        }
      };
  private final Completer completer = new Completer(sequencer, resolver, fixture);

  private UserWrite inBatch() {
    UserWrite write = fixture.write(call, "u");
    sequencer.accept(write);
    write.moveTo(WriteState.RESOLVING);
    write.moveTo(WriteState.BATCHED);
    return write;
  }

  @Test
  void complete_write_settlesThenReleasesTheUserThenReports() {
    UserWrite write = inBatch();
    UserWrite next = fixture.write(call, "u");
    sequencer.accept(next);
    write.complete(WriteResult.ACCEPTED);
    completer.complete(write);

    assertThat(acquired).containsExactly(write);
    assertThat(fixture.outcomes).isEmpty();
    whenSettled.run();
    assertThat(acquired).containsExactly(write, next);
    assertThat(fixture.outcomes).hasSize(1).allMatch(Accepted.class::isInstance);
    whenSettled.run();
    assertThat(fixture.outcomes).as("reported once").hasSize(1);
  }

  @Test
  void complete_accepted_resetsTheRefusalsOfTheCall() {
    BatchSplitter splitter = fixture.splitter(fixture.batcher(fixture.admission()));
    Batch refused = fixture.batch(fixture.admission(), call, 1);
    for (Batch half : splitter.halve(fixture.batch(fixture.admission(), call, 2))) {
      splitter.refusedAlone(half);
    }
    UserWrite write = inBatch();
    write.complete(WriteResult.ACCEPTED);
    completer.complete(write);

    boolean invalid = false;
    for (Batch half : splitter.halve(fixture.batch(fixture.admission(), call, 2))) {
      invalid |= splitter.refusedAlone(half);
    }
    assertThat(invalid).isFalse();
    assertThat(refused.isDue()).isTrue();
  }

  /** The outcome of a failed write is decided over all of its attempts. */
  @ParameterizedTest
  @CsvSource({
    "-,            -,            NotSent,     CANCELLED",
    "UNREACHABLE,  -,            NotSent,     UNREACHABLE",
    "SERVER_ERROR, -,            Unconfirmed, SERVER_ERROR",
    "SERVER_ERROR, UNREACHABLE,  Unconfirmed, SERVER_ERROR",
    "UNREACHABLE,  SERVER_ERROR, Unconfirmed, SERVER_ERROR",
    "UNREACHABLE,  RATE_LIMITED, NotSent,     RATE_LIMITED",
  })
  void fail_attempts_givesTheOutcomeOverAllOfThem(
      String first, String second, String outcome, Reason reason) {
    UserWrite write = inBatch();
    for (String attempt : List.of(first, second)) {
      if (!attempt.equals("-")) {
        write.attemptFailed(
            new AttemptHistory.Failed(Reason.valueOf(attempt), attempt, null),
            attempt.equals("SERVER_ERROR"));
      }
    }
    completer.fail(write, StopCause.CANCELLED);
    whenSettled.run();

    assertThat(fixture.outcomes)
        .singleElement()
        .isInstanceOf(outcome.equals("NotSent") ? NotSent.class : Unconfirmed.class)
        .extracting(it -> it.reason().orElseThrow())
        .isEqualTo(reason);
  }
}
