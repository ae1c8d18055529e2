package io.github.brazeaudience.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.engine.OperationRateLimiters;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.ManualEngine;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limiter allows 2 requests in 10 s, which it enforces over 10.05 s. */
class QueryPacerTest {
  private static final ListenerDispatcher NO_LISTENER =
      new ListenerDispatcher(new ForwarderListener() {});

  private final VirtualTime time = new VirtualTime();
  private final RateLimiter limiter = RateLimiter.of(2, Duration.ofSeconds(10));
  private final QueryPacer pacer = pacer(limiter);
  private final QueryClient client =
      new QueryClient(
          new RequestFactory(BrazeAudienceConfig.builder().restApiKey("key").build()),
          ManualEngine.create(),
          time,
          time::await,
          Map.of(),
          NO_LISTENER);

  private QueryPacer pacer(RateLimiter of) {
    return new QueryPacer(
        BrazeOperation.READ_TRACK_STATUS,
        new OperationRateLimiters(List.of(of)),
        time,
        NO_LISTENER);
  }

  private Failed await(Duration limit) throws InterruptedException {
    return pacer.await(client, time.nanoTime() + limit.toNanos());
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 10_050", "4, 10_050", "5, 20_100"})
  void await_requestsInARow_waitForTheLimiter(int requests, String waitedMillis)
      throws InterruptedException {
    for (int i = 0; i < requests; i++) {
      assertThat(await(Duration.ofMinutes(1))).isNull();
    }

    assertThat(time.elapsed()).hasMillis(Long.parseLong(waitedMillis.replace("_", "")));
  }

  /** The third request may start after 10.05 s. */
  @ParameterizedTest
  @CsvSource({"10_049, false", "10_050, false", "10_051, true"})
  void await_deadline_failsAtOnceUnlessARequestMayStartBefore(String limitMillis, boolean starts)
      throws InterruptedException {
    await(Duration.ofMinutes(1));
    await(Duration.ofMinutes(1));

    Failed refusal = await(Duration.ofMillis(Long.parseLong(limitMillis.replace("_", ""))));

    if (starts) {
      assertThat(refusal).isNull();
    } else {
      assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
      assertThat(refusal.message()).contains("/users/track/status").contains("2 in PT10S");
      assertThat(time.elapsed()).isZero();
    }
  }

  @Test
  void await_clientIsClosed_endsTheWait() throws InterruptedException {
    await(Duration.ofMinutes(1));
    await(Duration.ofMinutes(1));
    time.schedule(client::close, Duration.ofSeconds(3));

    assertThat(await(Duration.ofMinutes(1)).reason()).isEqualTo(Reason.CLOSED);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  /** A budget that a response reports does not contain the requests in flight. */
  @Test
  void ended_request_isNoLongerInFlight() throws InterruptedException {
    RateLimiter budgeted = RateLimiter.off();
    QueryPacer counted = pacer(budgeted);
    budgeted.acquire(time.nanoTime());
    budgeted.ended(
        new RateLimiter.Budget(10, 1, Duration.ofHours(1)), time.nanoTime(), time.nanoTime());
    counted.await(client, time.nanoTime() + 1);
    assertThat(budgeted.delay(time.nanoTime())).as("one request is in flight").isPositive();

    counted.ended(time.nanoTime());

    assertThat(budgeted.delay(time.nanoTime())).isZero();
  }
}
