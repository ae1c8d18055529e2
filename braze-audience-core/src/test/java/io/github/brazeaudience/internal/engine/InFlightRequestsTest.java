package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.internal.wire.RateLimitHeaders;
import io.github.brazeaudience.internal.wire.RequestContext;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightRequestsTest {
  private final EngineFixture fixture = new EngineFixture();
  private final InFlightRequests requests = new InFlightRequests();

  /** A source whose requests have their own limit. */
  private final BatchSource separate =
      new BatchSource() {
        @Override
        public Admission admission() {
          return fixture.admission();
        }

        @Override
        public boolean isSeparate() {
          return true;
        }

        @Override
        public boolean hasWrites(Call call) {
          return false;
        }

        @Override
        public @Nullable Batch formBatch(Call call, long nowNanos) {
          return null;
        }
      };

  private Attempt add(Batch batch, long limitNanos) {
    Attempt attempt = new Attempt(batch, null, 1, 0, limitNanos);
    batch.attemptStarted(attempt);
    requests.add(batch);
    return attempt;
  }

  private Attempt add(long limitNanos) {
    return add(fixture.batch(fixture.admission(), fixture.call(), 1), limitNanos);
  }

  @Test
  void shared_requestsWithTheirOwnLimit_areNotCounted() {
    Batch shared = add(100).batch;
    Batch own =
        new Batch(
            separate,
            fixture.call(),
            List.of(),
            new Batch.Request(RequestContext.lookup(), new byte[0]),
            100);
    add(own, 100);

    assertThat(requests.shared()).isEqualTo(1);
    assertThat(requests.of(separate)).isEqualTo(1);
    assertThat(requests.of(shared.source())).isEqualTo(1);
    requests.remove(own);
    assertThat(requests.shared()).isEqualTo(1);
    assertThat(requests.of(separate)).isZero();
    assertThat(requests.contains(own)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"99, ", "100, 1", "150, 1", "200, 0"})
  void firstExpired_limits_isTheFirstStartedOfThoseExpired(long now, Integer expired) {
    List<Attempt> attempts = List.of(add(200), add(100));

    assertThat(requests.firstExpired(now)).isSameAs(expired == null ? null : attempts.get(expired));
    assertThat(requests.nextWakeNanos()).isEqualTo(100);
  }

  @Test
  void ended_attempts_areThoseWithAnEnd() {
    Attempt ended = add(100);
    add(100);
    ended.end(
        () ->
            new Attempt.End(
                new WholeRefusal(400, false), OptionalInt.of(400), RateLimitHeaders.Reading.NONE));

    assertThat(requests.ended()).containsExactly(ended);
  }
}
