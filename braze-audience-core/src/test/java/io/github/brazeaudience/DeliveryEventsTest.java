package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the listener events and the report of a delivery. */
class DeliveryEventsTest {
  private final EventRecorder recorder = new EventRecorder();

  /** Records a line for each event. */
  private static final class EventRecorder implements ForwarderListener {
    private final List<String> events = new ArrayList<>();
    private final List<Optional<Reason>> reasons = new ArrayList<>();

    @Override
    public void attemptStarted(AttemptStarted event) {
      events.add(
          String.format(
              Locale.ROOT,
              "start %d, attempt %d, %d users",
              event.request(),
              event.attempt(),
              event.users()));
    }

    @Override
    public void attemptFinished(AttemptFinished event) {
      assertThat(event.bytes()).isGreaterThan(40L * event.users());
      reasons.add(event.reason());
      events.add(
          String.format(
              Locale.ROOT,
              "end %d, attempt %d, %d users, %s, %s after %s",
              event.request(),
              event.attempt(),
              event.users(),
              event.status().isPresent() ? event.status().getAsInt() : "no response",
              event.reason().map(Reason::name).orElse("ok"),
              event.duration()));
    }

    @Override
    public void retryScheduled(RetryScheduled event) {
      events.add(
          String.format(
              Locale.ROOT,
              "%s after %d: attempt %d in %s",
              event.reason(),
              event.request(),
              event.nextAttempt(),
              event.delay()));
    }

    @Override
    public void batchSplit(BatchSplit event) {
      events.add(
          String.format(
              Locale.ROOT,
              "%d to %d, split %d users",
              event.status(),
              event.request(),
              event.users()));
    }

    @Override
    public void batchesHeld(BatchesHeld event) {
      events.add("held: " + event.reason());
    }

    @Override
    public void batchesReleased(BatchesReleased event) {
      events.add("released by attempt " + event.attempts());
    }

    @Override
    public void callFinished(CallFinished event) {
      events.add(
          String.format(
              Locale.ROOT,
              "call ended, %d accepted, %d requests, after %s",
              event.summary().accepted(),
              event.summary().requests(),
              event.duration()));
    }
  }

  private Simulation simulation(int maxInFlight, ScriptedResponse... responses) {
    return new Simulation(
        1,
        (request, objects) ->
            request < responses.length ? responses[request] : ScriptedResponse.of(201, SUCCESS),
        builder -> builder.listener(recorder).maxInFlight(maxInFlight));
  }

  @Test
  void forward_oneFailure_reportsTheRetryAndItsDelay() {
    simulation(16, ScriptedResponse.of(503, "").withHeader("Retry-After", "2"))
        .forwarder
        .forward(Simulation.users(3));

    assertThat(recorder.events)
        .containsExactly(
            "start 1, attempt 1, 3 users",
            "end 1, attempt 1, 3 users, 503, SERVER_ERROR after PT0.1S",
            "SERVER_ERROR after 1: attempt 2 in PT2S",
            "start 2, attempt 2, 3 users",
            "end 2, attempt 2, 3 users, 201, ok after PT0.1S",
            "call ended, 3 accepted, 2 requests, after PT2.2S");
  }

  @Test
  void forward_rateLimited_reportsTheHoldAndItsRelease() {
    simulation(16, ScriptedResponse.of(429, "").withHeader("X-Ratelimit-Retry-After", "3"))
        .forwarder
        .forward(Simulation.users(2));

    assertThat(recorder.events)
        .containsExactly(
            "start 1, attempt 1, 2 users",
            "end 1, attempt 1, 2 users, 429, RATE_LIMITED after PT0.1S",
            "held: RATE_LIMITED",
            "RATE_LIMITED after 1: attempt 2 in PT3S",
            "start 2, attempt 2, 2 users",
            "end 2, attempt 2, 2 users, 201, ok after PT0.1S",
            "released by attempt 2",
            "call ended, 2 accepted, 2 requests, after PT3.2S");
  }

  @Test
  void forward_asManyConsecutiveFailuresAsRequestsInFlight_reportsTheHold() {
    ScriptedResponse lost = ScriptedResponse.failure(Delivery.UNKNOWN);
    simulation(2, lost, lost).forwarder.forward(Simulation.users(150));

    assertThat(recorder.events).containsOnlyOnce("held: NO_ANSWER");
    assertThat(recorder.events.indexOf("held: NO_ANSWER"))
        .isGreaterThan(
            recorder.events.indexOf(
                "end 2, attempt 1, 75 users, no response, NO_ANSWER after PT0.005S"));
    assertThat(recorder.events).containsOnlyOnce("released by attempt 2");
  }

  @Test
  void forward_wholeRequestRefused_reportsTheSplit() {
    simulation(
            1,
            ScriptedResponse.of(413, ""),
            ScriptedResponse.of(201, SUCCESS),
            ScriptedResponse.of(400, ""))
        .forwarder
        .forward(Simulation.users(3));

    assertThat(recorder.events)
        .containsExactly(
            "start 1, attempt 1, 3 users",
            "end 1, attempt 1, 3 users, 413, REQUEST_REFUSED after PT0.1S",
            "413 to 1, split 3 users",
            "start 2, attempt 1, 2 users",
            "end 2, attempt 1, 2 users, 201, ok after PT0.1S",
            "start 3, attempt 1, 1 users",
            "end 3, attempt 1, 1 users, 400, REQUEST_REFUSED after PT0.1S",
            "call ended, 2 accepted, 3 requests, after PT0.3S");
  }

  static List<Arguments> reasons() {
    String named = "{\"message\":\"success\",\"errors\":[{\"type\":\"t\",\"index\":0}]}";
    return List.of(
        Arguments.of(ScriptedResponse.of(200, "{\"message\":\"queued\"}"), null),
        Arguments.of(ScriptedResponse.of(201, named), Reason.NAMED_BY_BRAZE),
        Arguments.of(
            ScriptedResponse.of(201, "{\"message\":\"success\",\"errors\":[\"t\"]}"),
            Reason.UNATTRIBUTED_ERROR),
        Arguments.of(ScriptedResponse.of(201, "<html>"), Reason.UNREADABLE_ANSWER),
        Arguments.of(ScriptedResponse.of(400, named), Reason.NAMED_BY_BRAZE),
        Arguments.of(ScriptedResponse.of(400, SUCCESS), Reason.REQUEST_REFUSED),
        Arguments.of(ScriptedResponse.of(413, named), Reason.REQUEST_REFUSED),
        Arguments.of(ScriptedResponse.of(401, ""), Reason.UNAUTHORIZED),
        Arguments.of(ScriptedResponse.of(404, ""), Reason.ENDPOINT_REFUSED),
        Arguments.of(ScriptedResponse.of(408, ""), Reason.SERVER_ERROR),
        Arguments.of(ScriptedResponse.of(429, ""), Reason.RATE_LIMITED),
        Arguments.of(ScriptedResponse.failure(Delivery.NOT_SENT), Reason.UNREACHABLE),
        Arguments.of(ScriptedResponse.failure(Delivery.UNKNOWN), Reason.NO_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void attemptFinished_eachResponse_hasItsReason(ScriptedResponse scripted, Reason reason) {
    simulation(16, scripted).forwarder.forward(Simulation.users(2));

    assertThat(recorder.reasons.get(0)).isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void report_unattributedErrors_areKept(int status) {
    String errors =
        "{\"message\":\"success\",\"errors\":["
            + "{\"type\":\"no name\",\"input_array\":\"events\",\"index\":1},"
            + "{\"type\":\"EMAIL_BAD_FORMAT\",\"index\":0}]}";
    ForwardReport report =
        simulation(16, ScriptedResponse.of(status, errors)).forwarder.forward(Simulation.users(2));

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.unattributedErrors()).containsExactly(BrazeError.of("no name", "events"));
  }

  static List<Integer> statuses() {
    return List.of(201, 400);
  }
}
