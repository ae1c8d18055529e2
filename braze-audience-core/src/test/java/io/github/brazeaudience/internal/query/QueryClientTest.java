package io.github.brazeaudience.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which results of a query are final, how it is retried, and how it ends. */
class QueryClientTest extends QueryClientFixture {
  @ParameterizedTest
  @CsvSource({
    "200, true",
    "201, true",
    "301, false",
    "400, false",
    "401, false",
    "403, false",
    "404, false",
    "413, false"
  })
  void send_statusThatARetryWouldNotChange_isAnsweredAfterOneAttempt(int status, boolean success)
      throws InterruptedException {
    transport.ends.add(response(status));

    QueryResult result = send(MINUTE);

    assertThat(result).isInstanceOf(Answered.class);
    assertThat(((Answered) result).response().status()).isEqualTo(status);
    assertThat(((Answered) result).isSuccess()).isEqualTo(success);
    assertThat(transport.started).hasSize(1);
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void send_getRequest_hasParametersAndKey() throws InterruptedException {
    transport.ends.add(response(200));

    send(MINUTE);

    TransportRequest sent = transport.started.get(0);
    assertThat(sent.method()).isEqualTo("GET");
    assertThat(sent.uri())
        .hasToString("https://rest.iad-03.braze.com/users/track/status?group_id=a-1");
    assertThat(sent.headers()).containsEntry("Authorization", "Bearer secret-key");
    assertThat(sent.contentLength()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "408, SERVER_ERROR, rest.iad-03.braze.com returned 408 to /users/track/status",
    "429, RATE_LIMITED, rest.iad-03.braze.com returned 429 to /users/track/status",
    "500, SERVER_ERROR, rest.iad-03.braze.com returned 500 to /users/track/status",
    "503, SERVER_ERROR, rest.iad-03.braze.com returned 503 to /users/track/status"
  })
  void send_retryableStatus_failsAfterFourAttempts(int status, Reason reason, String message)
      throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      transport.ends.add(response(status));
    }

    assertThat(send(MINUTE)).isEqualTo(new Failed(reason, message));
    assertThat(transport.started).hasSize(4);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(500 + 1_000 + 2_000));
  }

  @Test
  void send_failureThatPasses_isAnswered() throws InterruptedException {
    transport.ends.add(response(503));
    transport.ends.add(failure(Delivery.UNKNOWN));
    transport.ends.add(response(200));

    assertThat(send(MINUTE)).isInstanceOf(Answered.class);
  }

  @Test
  void send_429WithRetryAfter_waitsThatLong() throws InterruptedException {
    transport.ends.add(
        TransportResponse.of(429, Map.of("X-RateLimit-Retry-After", List.of("7")), null));
    transport.ends.add(response(200));

    assertThat(send(MINUTE)).isInstanceOf(Answered.class);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void send_retryAfterBeyondDeadline_failsAtOnce() throws InterruptedException {
    transport.ends.add(
        TransportResponse.of(429, Map.of("X-RateLimit-Retry-After", List.of("60")), null));

    assertThat(send(Duration.ofSeconds(30))).isInstanceOf(Failed.class);
    assertThat(time.elapsed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"NOT_SENT, UNREACHABLE", "UNKNOWN, NO_ANSWER"})
  void send_withoutResponse_failsWithReason(Delivery delivery, Reason reason)
      throws InterruptedException {
    for (int i = 0; i < QueryClient.MAX_ATTEMPTS; i++) {
      transport.ends.add(failure(delivery));
    }

    assertThat(send(MINUTE))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(reason));
    assertThat(transport.started).hasSize(QueryClient.MAX_ATTEMPTS);
  }

  @Test
  void send_transportThrows_fails() throws InterruptedException {
    transport.ends.add(new IllegalStateException("secret-key"));

    assertThat(send(MINUTE)).isInstanceOf(Failed.class).asString().doesNotContain("secret-key");
  }

  @Test
  void send_exchangeThatNeverEnds_isAbortedAndFails() throws InterruptedException {
    assertThat(send(Duration.ofSeconds(10)))
        .isEqualTo(
            new Failed(
                Reason.NO_ANSWER,
                "rest.iad-03.braze.com did not respond to the request to /users/track/status"));
    assertThat(transport.started)
        .singleElement()
        .satisfies(it -> assertThat(it.timeout()).isEqualTo(Duration.ofSeconds(10)));
    assertThat(transport.aborted).isEqualTo(1);
  }

  @Test
  void send_interruptedThread_throwsAndAbortsTheExchange() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> send(MINUTE)).isInstanceOf(InterruptedException.class);
    assertThat(transport.aborted).isEqualTo(1);
  }

  @Test
  void send_afterClose_failsWithoutRequest() throws InterruptedException {
    client.close();

    assertThat(send(MINUTE)).isEqualTo(new Failed(Reason.CLOSED, "the forwarder was closed"));
    assertThat(transport.started).isEmpty();
  }

  @Test
  void sleep_closedDuringTheSleep_endsAtOnce() throws InterruptedException {
    var unused = time.schedule(client::close, Duration.ofSeconds(3));

    assertThat(client.sleep(MINUTE)).isFalse();
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void send_noStatusRequestAllowedBeforeTheDeadline_failsWithoutARequest()
      throws InterruptedException {
    for (int i = 0; i < 1_501; i++) {
      transport.ends.add(response(200));
    }
    for (int i = 0; i < 1_500; i++) {
      send(MINUTE);
    }

    assertThat(send(MINUTE.minusSeconds(1)))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.RATE_LIMITED);
              assertThat(failed.message()).contains("/users/track/status", "1500 in PT1M");
            });
    assertThat(time.elapsed()).isZero();
    assertThat(transport.started).hasSize(1_500);
    assertThat(
            client.send(
                Query.get(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, ""),
                time.nanoTime() + MINUTE.toNanos()))
        .isInstanceOf(Answered.class);
  }

  @Test
  void send_headersThatCannotBeRight_areReported() throws InterruptedException {
    transport.ends.add(
        TransportResponse.of(429, Map.of("Retry-After", List.of("86400")), new byte[0]));
    transport.ends.add(
        TransportResponse.of(
            200,
            Map.of(
                "X-RateLimit-Limit", List.of("1000"),
                "X-RateLimit-Remaining", List.of("-1"),
                "X-RateLimit-Reset", List.of("60")),
            new byte[0]));

    assertThat(send(MINUTE)).isInstanceOf(Answered.class);

    BrazeOperation operation = BrazeOperation.READ_TRACK_STATUS;
    assertThat(events)
        .containsExactly(
            new RetryHintCorrected(operation, 0, "Retry-After", Optional.empty()),
            new RateLimitCorrected(operation, 0, "X-RateLimit-Remaining", Optional.empty()));
  }
}
