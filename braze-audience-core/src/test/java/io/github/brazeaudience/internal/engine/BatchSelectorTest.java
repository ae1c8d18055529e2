package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSelectorTest {
  private static final Failure RATE_LIMITED =
      new Failure(Reason.RATE_LIMITED, "failed", false, Duration.ofSeconds(9), null);

  private final EngineFixture fixture = new EngineFixture();
  private final BatchQueue queue = new BatchQueue();
  private final OpenCalls calls = new OpenCalls();

  private Call open(Batcher batcher, boolean hasReadyWrite) {
    Call call = fixture.call();
    calls.add(call);
    if (hasReadyWrite) {
      UserWrite write = fixture.write(call, "new");
      write.moveTo(WriteState.RESOLVING);
      batcher.accept(write);
      call.endOfInput();
    }
    return call;
  }

  private static String name(@Nullable Batch selected, Batch due) {
    return selected == null ? "none" : selected == due ? "due" : "new";
  }

  @ParameterizedTest
  @CsvSource({
    // due batch, ready write, selected, wait for a token in s
    "none,     true,  new,  ",
    "none,     false, none, ",
    "first,    true,  due,  ",
    "retry,    true,  due,  ",
    "no token, true,  new,  1",
    "no token, false, none, 1",
    "probed,   true,  new,  ",
    "probed,   false, due,  ",
  })
  void next_dueAndNewBatch_prefersTheDueOneUnlessItHasToWait(
      String kind, boolean hasReadyWrite, String selected, @Nullable Integer waitSeconds) {
    fixture.retryPolicy = RetryPolicy.defaults().withBudget(RetryPolicy.RETRY_COST);
    Admission admission = fixture.admission();
    Batcher batcher = fixture.batcher(admission);
    Call call = open(batcher, hasReadyWrite);
    Batch due = fixture.batch(admission, call, 1);
    long now = 0;
    if (!kind.equals("none")) {
      queue.addFirst(List.of(due));
    }
    if (kind.equals("retry") || kind.equals("no token")) {
      due.failed();
    }
    if (kind.equals("no token")) {
      Batch other = fixture.batch(admission, call, 1);
      other.failed();
      admission.acquireRetryToken(other, now);
    }
    if (kind.equals("probed")) {
      admission.onFailure(due, RATE_LIMITED, now);
      admission.onStart(due);
      admission.onFailure(due, RATE_LIMITED, 9 * SECOND);
      now = 18 * SECOND;
    }
    List<Long> waits = new ArrayList<>();
    BatchSelector selector = new BatchSelector(queue, calls, source -> 0, waits::add);

    assertThat(name(selector.next(List.of(batcher), now, 0), due)).isEqualTo(selected);
    assertThat(waits).isEqualTo(waitSeconds == null ? List.of() : List.of(waitSeconds * SECOND));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "0, false"})
  void next_requestsInFlightOfASource_staysBelowItsMaximum(int less, boolean selected) {
    Batcher batcher = fixture.batcher(fixture.admission());
    open(batcher, true);
    int inFlight = batcher.maxInFlight() - less;
    BatchSelector selector = new BatchSelector(queue, calls, source -> inFlight, wait -> {});

    assertThat(selector.next(List.of(batcher), 0, 0) != null).isEqualTo(selected);
  }
}
