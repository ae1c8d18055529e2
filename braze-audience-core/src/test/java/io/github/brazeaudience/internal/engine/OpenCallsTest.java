package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
  private final EngineFixture fixture = new EngineFixture();
  private final OpenCalls calls = new OpenCalls();

  private Call open() {
    Call call = fixture.call();
    calls.add(call);
    return call;
  }

  @Test
  void nextBatch_callsWithWrites_takeTurns() {
    Batcher batcher = fixture.batcher(fixture.admission());
    Call first = open();
    Call second = open();
    Call empty = open();
    for (Call call : List.of(first, first, second)) {
      UserWrite write = fixture.write(call, "u");
      write.moveTo(WriteState.RESOLVING);
      batcher.accept(write);
    }
    first.endOfInput();
    second.endOfInput();

    Batch batch = calls.nextBatch(List.of(batcher), 0);
    assertThat(batch).isNotNull();
    assertThat(batch.call()).isSameAs(first);
    assertThat(calls.all()).containsExactly(second, empty, first);
    Batch next = calls.nextBatch(List.of(batcher), 0);
    assertThat(next).isNotNull();
    assertThat(next.call()).isSameAs(second);
    assertThat(calls.nextBatch(List.of(batcher), 0)).isNull();
    assertThat(calls.all()).containsExactly(empty, first, second);
  }

  @Test
  void complete_callThatIsDone_isRemovedAndNotAddedAgain() {
    Call done = open();
    Call open = open();
    done.endOfInput();
    List<Call> removed = new ArrayList<>();
    calls.complete(removed::add);
    calls.add(done);

    assertThat(removed).containsExactly(done);
    assertThat(calls.all()).containsExactly(open);
  }

  @Test
  void nextDeadlineNanos_calls_isTheEarliestOfThoseNotStopped() {
    assertThat(calls.nextDeadlineNanos()).isNull();
    calls.add(fixture.call(CallDeadline.at(9 * SECOND)));
    Call earlier = fixture.call(CallDeadline.at(5 * SECOND));
    calls.add(earlier);
    calls.add(fixture.call(CallDeadline.perBatch(Duration.ofSeconds(1))));

    assertThat(calls.nextDeadlineNanos()).isEqualTo(5 * SECOND);
    earlier.stop(StopCause.CANCELLED);
    assertThat(calls.nextDeadlineNanos()).isEqualTo(9 * SECOND);
  }
}
