package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the wait for the processing of requests whose polls, requests or thread fail. */
class ProcessingFailureTest extends ProcessingFixture {
  @ParameterizedTest
  @CsvSource({
    "403, '{\"message\":\"Access Denied\"}',  users.track.status",
    "403, '{\"message\":\"API request status is not enabled for this app group.\"}', beta",
    "401, '{\"message\":\"Invalid API Key\"}', users.track.status",
    "404, '',                                  check the endpoint",
    "400, '{\"message\":\"Invalid group_id\"}', returned 400",
    "302, '',                                  returned 302",
  })
  void await_refusal_isUnavailableAtOnce(int status, String body, String expected) {
    Processing processing = forwarded(1);
    polls = (poll, group) -> ScriptedResponse.of(status, body);

    assertThat(why(processing.await(TEN_MINUTES)))
        .contains(expected, "/users/track/status", "rest.iad-03.braze.com")
        .doesNotContain("secret-key", "nightly");
    assertThat(braze.polls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"results\":null}", "<html>oops</html>"})
  void await_malformedBody_isPolledUntilTheTimeout(String body) {
    Processing processing = forwarded(1);
    polls = (poll, group) -> ScriptedResponse.of(200, body);
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES)))
        .contains("200", "not of the documented form")
        .doesNotContain("oops");
    assertThat(time.elapsed().minus(start)).isEqualTo(TEN_MINUTES);
    assertThat(braze.polls()).hasSizeGreaterThan(30);
  }

  @Test
  void await_malformedBodiesAndErrorsBefore_isCompleted() {
    Processing processing = forwarded(1);
    braze.release();
    polls =
        (poll, group) ->
            switch (poll) {
              case 0 -> ScriptedResponse.of(200, "{");
              case 1 -> ScriptedResponse.of(503, "");
              case 2 -> ScriptedResponse.failure(Delivery.UNKNOWN);
              case 3 -> ScriptedResponse.failure(Delivery.NOT_SENT);
              default -> null;
            };

    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  @ParameterizedTest
  @CsvSource({"true, did not respond", "false, 503"})
  void await_noUsableResponseUntilTheTimeout_isUnavailable(boolean lost, String expected) {
    Processing processing = forwarded(1);
    polls =
        (poll, group) ->
            lost ? ScriptedResponse.failure(Delivery.UNKNOWN) : ScriptedResponse.of(503, "");
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES))).contains(expected);
    assertThat(time.elapsed().minus(start)).isEqualTo(TEN_MINUTES);
  }

  @Test
  void await_errorsAfterAUsableResponse_keepsItsCounts() {
    Processing processing = forwarded(200);
    polls = (poll, group) -> poll == 0 ? null : ScriptedResponse.of(503, "");

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new InProgress(3, 0));
  }

  @Test
  void await_rateLimited_keepsThePauseAfterTheLastRetryToo() {
    Processing processing = forwarded(1);
    braze.release();
    Duration start = time.elapsed();
    polls =
        (poll, group) ->
            poll < 4 ? ScriptedResponse.of(429, "").withHeader("Retry-After", "30") : null;

    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
    assertThat(pollsAfter(start)).containsExactly(0L, 30_050L, 60_100L, 90_150L, 120_200L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_group_id",
        "request_status_active_group_limit_exceeded",
        "request_status_group_full",
        "request_status_not_tracked"
      })
  void await_trackingErrorInOneResponse_isUnavailableAndNoPartOfAnOutcome(String type) {
    String body = "{\"message\":\"success\",\"errors\":[{\"type\":\"" + type + "\"}]}";
    tracks = (request, objects) -> ScriptedResponse.of(201, request == 1 ? body : SUCCESS);
    ForwardReport report = forwarder.forward(Simulation.users(200));
    braze.release();

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(why(report.processing().await(TEN_MINUTES))).contains(type);
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_everyResponseLost_isCompletedOnlyIfBrazeReportsIt() {
    tracks = (request, objects) -> ScriptedResponse.failure(Delivery.UNKNOWN);
    ForwardReport report = forwarder.forward(Simulation.users(1));
    assertThat(report.unconfirmed()).isEqualTo(1);

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
    braze.receive(braze.groups().get(0));
    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new InProgress(1, 0));
    braze.release();
    assertThat(report.processing().await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  /** Without a network, a wait for requests that Braze cannot have received is pointless. */
  @Test
  void await_noRequestMayHaveArrived_isUnknownWithoutPolling() {
    tracks = (request, objects) -> ScriptedResponse.failure(Delivery.NOT_SENT);
    polls = (poll, group) -> ScriptedResponse.failure(Delivery.NOT_SENT);
    ForwardReport report = forwarder.forward(Simulation.users(1));
    assertThat(report.notSent()).isEqualTo(1);
    Duration start = time.elapsed();

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
    assertThat(time.elapsed()).isEqualTo(start);
    assertThat(braze.polls()).isEmpty();
  }

  @Test
  void await_everyRequestRefused_isUnknown() {
    tracks = (request, objects) -> ScriptedResponse.of(401, "");
    ForwardReport report = forwarder.forward(Simulation.users(1));

    assertThat(report.processing().await(TEN_MINUTES)).isEqualTo(new Unknown());
  }

  @Test
  void await_interrupted_returnsWhatIsKnownAndRestoresTheInterrupt() {
    Processing processing = forwarded(200);
    Thread thread = Thread.currentThread();
    time.schedule(thread::interrupt, Duration.ofSeconds(1));
    time.schedule(() -> {}, Duration.ofMillis(1_500));

    assertThat(processing.await(TEN_MINUTES)).isEqualTo(new InProgress(3, 0));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void await_interruptedBefore_isUnavailableAndRestoresTheInterrupt() {
    Processing processing = forwarded(200);
    Thread.currentThread().interrupt();

    assertThat(why(processing.await(TEN_MINUTES))).contains("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    braze.release();
    assertThat(processing.await(TEN_MINUTES)).isInstanceOf(Completed.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 25, 1_000})
  void await_forwarderClosed_isUnavailable(long millis) {
    Processing processing = forwarded(1);
    if (millis == 0) {
      forwarder.close();
    } else {
      time.schedule(forwarder::close, Duration.ofMillis(millis));
    }
    Duration start = time.elapsed();

    assertThat(why(processing.await(TEN_MINUTES))).contains("closed");
    assertThat(time.elapsed().minus(start)).isLessThan(Duration.ofSeconds(3));
  }
}
