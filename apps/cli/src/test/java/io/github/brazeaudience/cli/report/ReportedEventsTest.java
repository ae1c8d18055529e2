package io.github.brazeaudience.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rates, requests and events on the page of a report. */
class ReportedEventsTest extends ReportPageFixture {
  @Test
  void write_peakOfAShortRun_isTheNumberInAnInterval() throws IOException {
    nanos = Duration.ofMillis(300).toNanos();
    for (int i = 0; i < 108; i++) {
      recorder.outcome(rejected(Reason.MALFORMED_INPUT, "not JSON"), line("a", 7));
    }
    assertThat(page())
        .contains(
            "<p class=\"note\">Users per second (users/s): accepted none; other outcomes at most"
                + " 108 in 0.1 s at 0.3 s.</p>");
  }

  @Test
  void write_peakOfALongRun_isARate() throws IOException {
    for (int i = 0; i < 240; i++) {
      recorder.outcome(rejected(Reason.MALFORMED_INPUT, "not JSON"), line("a", 7));
    }
    nanos = Duration.ofSeconds(200).toNanos();
    recorder.outcome(rejected(Reason.MALFORMED_INPUT, "not JSON"), line("a", 7));
    assertThat(page())
        .contains(
            "<p class=\"note\">Users per second (users/s): accepted none; other outcomes at most"
                + " 150 at 0 s.</p>");
  }

  @Test
  void write_requestsAndEvents_areShownWithTheirCauses() throws IOException {
    request(100, Optional.empty());
    request(300, Optional.of(Reason.SERVER_ERROR));
    recorder.retryScheduled(
        new RetryScheduled(1, 2, Duration.ofMillis(1_500), Reason.SERVER_ERROR));
    recorder.requestsDelayed(new RequestsDelayed(TRACK, Duration.ofSeconds(42)));
    recorder.batchesHeld(new BatchesHeld(TRACK, Reason.UNREACHABLE));
    nanos += Duration.ofSeconds(9).toNanos();
    recorder.batchesReleased(new BatchesReleased(TRACK, 3));
    recorder.retryHintCorrected(new RetryHintCorrected(TRACK, 1, "Retry-After", Optional.empty()));
    recorder.maxInFlightChanged(new MaxInFlightChanged(16, 8));

    assertThat(page())
        .contains("<th scope=\"row\">longest</th><td class=\"number\">301 ms</td>")
        .contains("<code>SERVER_ERROR</code></th><td class=\"number\">1</td>")
        .contains("<td class=\"number\">1.5 s</td>")
        .contains("Wait for the rate limit</th><td class=\"number\">42.0 s</td>")
        .contains("Outage</th><td class=\"number\">9.0 s</td><td>failed requests: UNREACHABLE")
        .contains("Order to wait, ignored", "the header Retry-After cannot be right")
        .contains("{\"label\":\"limit\",\"values\":[16,");
  }

  /** Of 16 requests in flight, several get the same order to wait. */
  @Test
  void write_ordersToWait_areOnePauseAndNoOutage() throws IOException {
    for (int i = 0; i < 3; i++) {
      recorder.retryScheduled(
          new RetryScheduled(i, 2, Duration.ofSeconds(60), Reason.RATE_LIMITED));
      recorder.batchesHeld(new BatchesHeld(TRACK, Reason.RATE_LIMITED));
      recorder.requestsDelayed(new RequestsDelayed(TRACK, Duration.ofSeconds(60)));
      nanos += Duration.ofSeconds(1).toNanos();
      recorder.batchesReleased(new BatchesReleased(TRACK, 1));
    }
    nanos += Duration.ofSeconds(100).toNanos();

    assertThat(page())
        .contains(
            "<tr><th scope=\"row\">Pause ordered by Braze</th><td class=\"number\">1</td>"
                + "<td class=\"number\">62.0 s</td><td class=\"number\">62.0 s</td></tr>",
            "<td class=\"number\">62.0 s</td><td>responses with status 429</td>",
            "Each event")
        .doesNotContain("Outage", "Wait for the rate limit");
  }

  /** Thousands of split requests do not displace an outage in the third hour. */
  @Test
  void write_manyEventsOfAKind_leaveRoomForOthers() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      recorder.batchSplit(new BatchSplit(i, 75, 400));
    }
    nanos = Duration.ofHours(3).toNanos();
    recorder.batchesHeld(new BatchesHeld(TRACK, Reason.UNREACHABLE));
    nanos += Duration.ofMinutes(4).toNanos();

    assertThat(page())
        .contains(
            "Request split</th><td class=\"number\">5,000</td>",
            "<td class=\"number\">10,800.0 s</td><th scope=\"row\">Outage</th>"
                + "<td class=\"number\">240.0 s</td>",
            "The first 20 events of each kind");
  }

  @Test
  void write_limitThatFalls_isTheHighestOfItsInterval() throws IOException {
    recorder.maxInFlightChanged(new MaxInFlightChanged(16, 20));
    recorder.maxInFlightChanged(new MaxInFlightChanged(20, 10));
    nanos = Duration.ofMillis(100).toNanos();
    request(1, Optional.empty());
    assertThat(page()).contains("{\"label\":\"limit\",\"values\":[20,10]}");
  }
}
