package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  /** Source that has a batch for no call, and counts the calls of its method. */
  private static final class CountingSource implements BatchSource {
    private final Admission admission;
    private final Set<Call> withWrites = new HashSet<>();
    private int asked;

    CountingSource(Admission admission) {
      this.admission = admission;
    }

    @Override
    public Admission admission() {
      return admission;
    }

    @Override
    public boolean hasWrites(Call call) {
      return withWrites.contains(call);
    }

    @Override
    public @Nullable Batch formBatch(Call call, long nowNanos) {
      asked++;
      return null;
    }
  }

  @Test
  void nextBatch_manyOpenCalls_asksForThoseWithWritesOnly() {
    CountingSource source = new CountingSource(fixture.admission());
    CountingSource other = new CountingSource(fixture.admission());
    for (int i = 0; i < 100; i++) {
      open();
    }
    Call waiting = open();
    source.withWrites.add(waiting);
    waiting.ready(source);
    Call emptied = open();
    emptied.ready(source);

    assertThat(calls.nextBatch(List.of(other), 0)).isNull();
    assertThat(other.asked).isZero();
    assertThat(calls.nextBatch(List.of(source, other), 0)).isNull();
    assertThat(source.asked).as("the call with writes, and the one that had some").isEqualTo(2);
    assertThat(calls.nextBatch(List.of(source, other), 0)).isNull();
    assertThat(source.asked).as("the call with writes once more").isEqualTo(3);
  }

  @Test
  void nextBatch_writesInTwoSources_takesThemInTheOrderOfTurnsThenOfSources() {
    Batcher one = fixture.batcher(fixture.admission());
    Batcher two = fixture.batcher(fixture.admission());
    Call first = open();
    Call second = open();
    accept(one, second);
    accept(two, second);
    accept(two, first);
    List<Call> order = new ArrayList<>();
    List<BatchSource> from = new ArrayList<>();
    for (Batch next = next(one, two); next != null; next = next(one, two)) {
      order.add(next.call());
      from.add(next.source());
    }

    assertThat(order).containsExactly(first, second, second);
    assertThat(from).containsExactly(two, one, two);
  }

  private @Nullable Batch next(BatchSource... sources) {
    return calls.nextBatch(List.of(sources), 0);
  }

  private void accept(Batcher batcher, Call call) {
    UserWrite write = fixture.write(call, "u");
    write.moveTo(WriteState.RESOLVING);
    batcher.accept(write);
    call.flush();
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
  void complete_lastWriteReported_removesTheCall() {
    Call call = open();
    UserWrite write = fixture.write(call, "u");
    call.endOfInput();
    List<Call> removed = new ArrayList<>();
    calls.complete(removed::add);
    assertThat(removed).isEmpty();

    write.fail(StopCause.CANCELLED);
    call.report(write);
    calls.complete(removed::add);

    assertThat(removed).containsExactly(call);
    assertThat(calls.isEmpty()).isTrue();
    assertThat(calls.nextDeadlineNanos()).isNull();
  }

  @Test
  void add_inputEndedBefore_completesTheCall() {
    Call call = fixture.call();
    call.endOfInput();
    calls.add(call);
    List<Call> removed = new ArrayList<>();
    calls.complete(removed::add);

    assertThat(removed).containsExactly(call);
  }

  @Test
  void complete_observerThrew_completesTheCallTheNextTime() {
    int[] failures = {1};
    CallObserver failing =
        new CallObserver() {
          @Override
          public void finished(UserWrite write) {}

          @Override
          public void done(Totals totals) {
            if (failures[0]-- > 0) {
              throw new IllegalStateException("failed");
            }
          }
        };
    Call call = new Call(failing, CallDeadline.at(SECOND), TrackingGroups.off());
    calls.add(call);
    call.endOfInput();
    List<Call> removed = new ArrayList<>();

    assertThatThrownBy(() -> calls.complete(removed::add)).hasMessage("failed");
    calls.complete(removed::add);
    assertThat(removed).containsExactly(call);
  }

  @Test
  void pastDeadline_calls_returnsThoseNotStoppedInTheOrderOfTheirTurns() {
    Call latest = fixture.call(CallDeadline.at(9 * SECOND));
    Call later = fixture.call(CallDeadline.at(7 * SECOND));
    Call stopped = fixture.call(CallDeadline.at(6 * SECOND));
    Call earlier = fixture.call(CallDeadline.at(5 * SECOND));
    List.of(latest, later, stopped, earlier).forEach(calls::add);
    stopped.stop(StopCause.CANCELLED);

    assertThat(calls.pastDeadline(5 * SECOND - 1)).isEmpty();
    assertThat(calls.pastDeadline(5 * SECOND)).containsExactly(earlier);
    assertThat(calls.pastDeadline(8 * SECOND)).containsExactly(later, earlier);
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
