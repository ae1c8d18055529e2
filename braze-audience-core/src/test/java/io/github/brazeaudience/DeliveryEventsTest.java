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
import io.github.brazeaudience.simulation.Fate;
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

/** What a listener and the report tell of the way to the outcomes. */
class DeliveryEventsTest {
  private final Told told = new Told();

  /** Keeps what it was told, a line for each event. */
  private static final class Told implements ForwarderListener {
    private final List<String> events = new ArrayList<>();
    private final List<Optional<Reason>> reasons = new ArrayList<>();

    @Override
    public void attemptStarted(AttemptStarted event) {
      assertThat(event.bytes()).isGreaterThan(40L * event.users());
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
      reasons.add(event.reason());
      events.add(
          String.format(
              Locale.ROOT,
              "end %d, attempt %d, %d users, %s, %s after %s",
              event.request(),
              event.attempt(),
              event.users(),
              event.status().isPresent() ? event.status().getAsInt() : "no answer",
              event.reason().map(Reason::name).orElse("well"),
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

  private Simulation simulation(int maxInFlight, Fate... fates) {
    return new Simulation(
        1,
        (request, objects) -> request < fates.length ? fates[request] : Fate.answer(201, SUCCESS),
        builder -> builder.listener(told).maxInFlight(maxInFlight));
  }

  @Test
  void forward_failedOnce_tellsOfTheRetryAndItsWait() {
    simulation(16, Fate.answer(503, "").withHeader("Retry-After", "2"))
        .forwarder
        .forward(Simulation.users(3));

    assertThat(told.events)
        .containsExactly(
            "start 1, attempt 1, 3 users",
            "end 1, attempt 1, 3 users, 503, SERVER_ERROR after PT0.1S",
            "SERVER_ERROR after 1: attempt 2 in PT2S",
            "start 2, attempt 2, 3 users",
            "end 2, attempt 2, 3 users, 201, well after PT0.1S",
            "call ended, 3 accepted, 2 requests, after PT2.2S");
  }

  @Test
  void forward_pausedByBraze_tellsOfTheHoldAndWhatEndsIt() {
    simulation(16, Fate.answer(429, "").withHeader("X-Ratelimit-Retry-After", "3"))
        .forwarder
        .forward(Simulation.users(2));

    assertThat(told.events)
        .containsExactly(
            "start 1, attempt 1, 2 users",
            "end 1, attempt 1, 2 users, 429, RATE_LIMITED after PT0.1S",
            "held: RATE_LIMITED",
            "RATE_LIMITED after 1: attempt 2 in PT3S",
            "start 2, attempt 2, 2 users",
            "end 2, attempt 2, 2 users, 201, well after PT0.1S",
            "released by attempt 2",
            "call ended, 2 accepted, 2 requests, after PT3.2S");
  }

  @Test
  void forward_asManyFailuresInARowAsRequestsInFlight_tellsOfTheHold() {
    Fate lost = Fate.failure(Delivery.UNKNOWN);
    simulation(2, lost, lost).forwarder.forward(Simulation.users(150));

    assertThat(told.events).containsOnlyOnce("held: NO_ANSWER");
    assertThat(told.events.indexOf("held: NO_ANSWER"))
        .isGreaterThan(
            told.events.indexOf("end 2, attempt 1, 75 users, no answer, NO_ANSWER after PT0.005S"));
    assertThat(told.events).containsOnlyOnce("released by attempt 2");
  }

  @Test
  void forward_refusedAsAWhole_tellsOfTheSplit() {
    simulation(1, Fate.answer(413, ""), Fate.answer(201, SUCCESS), Fate.answer(400, ""))
        .forwarder
        .forward(Simulation.users(3));

    assertThat(told.events)
        .containsExactly(
            "start 1, attempt 1, 3 users",
            "end 1, attempt 1, 3 users, 413, REQUEST_REFUSED after PT0.1S",
            "413 to 1, split 3 users",
            "start 2, attempt 1, 2 users",
            "end 2, attempt 1, 2 users, 201, well after PT0.1S",
            "start 3, attempt 1, 1 users",
            "end 3, attempt 1, 1 users, 400, REQUEST_REFUSED after PT0.1S",
            "call ended, 2 accepted, 3 requests, after PT0.3S");
  }

  static List<Arguments> reasons() {
    String named = "{\"message\":\"success\",\"errors\":[{\"type\":\"t\",\"index\":0}]}";
    return List.of(
        Arguments.of(Fate.answer(200, "{\"message\":\"queued\"}"), null),
        Arguments.of(Fate.answer(201, named), Reason.NAMED_BY_BRAZE),
        Arguments.of(
            Fate.answer(201, "{\"message\":\"success\",\"errors\":[\"t\"]}"),
            Reason.UNATTRIBUTED_ERROR),
        Arguments.of(Fate.answer(201, "<html>"), Reason.UNREADABLE_ANSWER),
        Arguments.of(Fate.answer(400, named), Reason.NAMED_BY_BRAZE),
        Arguments.of(Fate.answer(400, SUCCESS), Reason.REQUEST_REFUSED),
        Arguments.of(Fate.answer(413, named), Reason.REQUEST_REFUSED),
        Arguments.of(Fate.answer(401, ""), Reason.UNAUTHORIZED),
        Arguments.of(Fate.answer(404, ""), Reason.ENDPOINT_REFUSED),
        Arguments.of(Fate.answer(408, ""), Reason.SERVER_ERROR),
        Arguments.of(Fate.answer(429, ""), Reason.RATE_LIMITED),
        Arguments.of(Fate.failure(Delivery.NOT_SENT), Reason.UNREACHABLE),
        Arguments.of(Fate.failure(Delivery.UNKNOWN), Reason.NO_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void attemptFinished_eachAnswer_saysWhatWasWrong(Fate fate, Reason reason) {
    simulation(16, fate).forwarder.forward(Simulation.users(2));

    assertThat(told.reasons.get(0)).isEqualTo(Optional.ofNullable(reason));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void report_errorsThatNameNobodyHere_areKept(int status) {
    String errors =
        "{\"message\":\"success\",\"errors\":[{\"type\":\"no name\",\"input_array\":\"events\",\"index\":1},"
            + "{\"type\":\"EMAIL_BAD_FORMAT\",\"index\":0}]}";
    ForwardReport report =
        simulation(16, Fate.answer(status, errors)).forwarder.forward(Simulation.users(2));

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.accepted()).isEqualTo(1);
    assertThat(report.unattributedErrors()).containsExactly(BrazeError.of("no name", "events"));
  }

  static List<Integer> statuses() {
    return List.of(201, 400);
  }
}
