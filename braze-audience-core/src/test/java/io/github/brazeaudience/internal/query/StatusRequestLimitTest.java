package io.github.brazeaudience.internal.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that status requests keep to their limit and to the budget that responses report. */
class StatusRequestLimitTest extends QueryClientFixture {
  @Test
  void send_limiterOfSeveralClients_pacesTheirStatusRequestsTogether() throws Exception {
    RateLimiter limiter = RateLimiter.of(3, MINUTE);
    QueryClient first = client(limiter);
    QueryClient second = client(limiter);
    for (int i = 0; i < 4; i++) {
      transport.ends.add(response(200));
    }

    for (QueryClient each : List.of(first, second, first)) {
      assertThat(each.send(QUERY, time.nanoTime() + MINUTE.toNanos())).isInstanceOf(Answered.class);
    }
    assertThat(time.elapsed()).isZero();
    assertThat(second.send(QUERY, time.nanoTime() + 2 * MINUTE.toNanos()))
        .isInstanceOf(Answered.class);

    assertThat(time.elapsed()).isBetween(MINUTE, MINUTE.plusSeconds(1));
  }

  @Test
  void send_noStatusRequestRemains_waitsForTheResetThatTheResponseReports() throws Exception {
    Map<String, List<String>> headers =
        Map.of(
            "X-RateLimit-Limit", List.of("1500"),
            "X-RateLimit-Remaining", List.of("0"),
            "X-RateLimit-Reset", List.of("20"));
    transport.ends.add(TransportResponse.of(200, headers, "{}".getBytes(UTF_8)));
    transport.ends.add(response(200));

    send(MINUTE);

    assertThat(send(MINUTE)).isInstanceOf(Answered.class);
    assertThat(time.elapsed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
  }

  @Test
  void send_statusRequestIsRateLimited_pausesThoseOfTheOtherClients() throws Exception {
    RateLimiter limiter = RateLimiter.forStatus();
    transport.ends.add(
        TransportResponse.of(429, Map.of("X-RateLimit-Retry-After", List.of("30")), null));
    transport.ends.add(response(200));

    assertThat(send(client(limiter), Duration.ofSeconds(5))).isInstanceOf(Failed.class);
    assertThat(time.elapsed()).isZero();

    assertThat(send(client(limiter), MINUTE)).isInstanceOf(Answered.class);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(30));
  }

  /** Many waits at the same time share the limit, and their retries count too. */
  @Test
  void send_moreStatusRequestsThanAllowedInAMinute_waits() throws InterruptedException {
    for (int i = 0; i < 3_000; i++) {
      transport.ends.add(response(200));
    }
    for (int i = 1; i <= 3_000; i++) {
      assertThat(send(MINUTE.multipliedBy(2))).isInstanceOf(Answered.class);
      if (i <= 1_500) {
        assertThat(time.elapsed()).isZero();
      } else {
        assertThat(time.elapsed()).isBetween(MINUTE, MINUTE.plusMillis(50));
      }
    }
  }
}
