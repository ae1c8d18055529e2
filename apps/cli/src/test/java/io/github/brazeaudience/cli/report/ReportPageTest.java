package io.github.brazeaudience.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
  private static final String ATTACK = "\"'><script>alert(1)</script><!--";
  private static final BrazeOperation TRACK = BrazeOperation.TRACK_USERS;

  private static final String CORRECT = "reading-a-run.md#correct-rejected-lines";
  private static final String RETRY = "reading-a-run.md#retrying-missing-updates";

  private long nanos;
  private final RunRecorder recorder = new RunRecorder(() -> nanos, 16);

  private static Rejected rejected(Reason reason, String message) {
    return rejected(0, reason, message);
  }

  private static Rejected rejected(long index, Reason reason, String message) {
    return Rejected.of(
        index,
        MembershipSnapshot.of(UserProfile.ofCustomerId("secret-user"), Audience.of(1)),
        0,
        reason,
        message);
  }

  private static Optional<InputLine> line(String file, long line) {
    return Optional.of(new InputLine(file, line));
  }

  private void request(int millis, Optional<Reason> reason) {
    recorder.attemptStarted(new AttemptStarted(TRACK, 1, 1, 75));
    nanos += Duration.ofMillis(millis).toNanos();
    recorder.attemptFinished(
        new AttemptFinished(
            TRACK, 1, 1, 75, 10_000, Duration.ofMillis(millis), OptionalInt.of(201), reason));
  }

  private String page() throws IOException {
    return page("Some updates were not accepted.", Map.of("Endpoint", "rest.iad-03.braze.com"));
  }

  private String page(String ended, Map<String, String> settings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportData data =
        new ReportData(
            "forward",
            "0.1.0",
            Instant.EPOCH,
            Duration.ofNanos(nanos),
            0,
            ended,
            "",
            ForwardSummary.builder().build(),
            settings,
            settings);
    ReportPage.write(out, data, recorder);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void write_rejectedUpdates_areListedByReasonWithLinesAndWithoutIdentities() throws IOException {
    for (int i = 1; i <= 12; i++) {
      recorder.outcome(rejected(Reason.NO_IDENTIFIER, "the user has none"), line("a.ndjson", i));
    }
    recorder.outcome(rejected(Reason.VALUE_TOO_LONG, "the value is too long"), Optional.empty());

    assertThat(page())
        .contains("<code>NO_IDENTIFIER</code> <span class=\"bad\">12 rejected</span>")
        .contains("a.ndjson: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ...")
        .contains(
            "<p>What to do: write one of the identities that the message names, or leave the user"
                + " out; if all users have another identity, forward the whole input with another"
                + " <code>--external-identity-type</code>. More: <a"
                + " href=\"https://github.com/braze-audience/braze-audience/blob/main/docs/outcomes.md#by-reason:~:text=NO_IDENTIFIER\">NO_IDENTIFIER"
                + " in outcomes</a>.</p>")
        .contains("<code>VALUE_TOO_LONG</code>")
        .doesNotContain("secret-user");
  }

  @Test
  void write_messagesOfAReason_areListedUpToTheLimit() throws IOException {
    for (char name = 'a'; name <= 'n'; name++) {
      recorder.outcome(rejected(Reason.INVALID_AUDIENCE, name + " is no id"), line("a", 7));
    }
    recorder.outcome(rejected(Reason.NAME_CONFLICT, "audiences 1 and 2"), line("a", 8));
    recorder.outcome(rejected(Reason.NAME_CONFLICT, "audiences 34 and 5"), line("a", 9));

    assertThat(page())
        .contains(row(1, "a is no id", "a: 7"), row(1, "j is no id", "a: 7"))
        .contains(row(4, "further messages; --outcomes has all", "a: 7, 7, 7, 7"))
        .contains(row(2, "audiences 1 and 2", "a: 8, 9"))
        .doesNotContain("k is no id", "audiences 34");
  }

  /** Requests end in any order, so outcomes do not come in the order of the input. */
  @Test
  void write_outcomesInAnyOrder_listTheFirstLinesOfTheInput() throws IOException {
    for (int i = 30; i >= 1; i--) {
      recorder.outcome(rejected(i, Reason.MALFORMED_INPUT, "wrong near column " + i), line("a", i));
    }
    assertThat(page())
        .contains(row(30, "wrong near column 1", "a: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ..."));
  }

  private static String row(int count, String message, String lines) {
    return String.format(
        Locale.ROOT,
        "<td class=\"number\">%d</td><td class=\"message\">%s</td><td class=\"lines\">%s</td>",
        count,
        message,
        lines);
  }

  @Test
  void write_backticksInAMessage_areCodeWithEscapedText() throws IOException {
    recorder.outcome(
        rejected(Reason.MALFORMED_INPUT, "`<a>` must be `b`, but is `c"), line("a", 7));
    assertThat(page())
        .contains(row(1, "<code>&lt;a&gt;</code> must be <code>b</code>, but is &#x60;c", "a: 7"));
  }

  @Test
  void write_rejectedLine_linksToTheirCorrectionOnly() throws IOException {
    recorder.outcome(rejected(Reason.MALFORMED_INPUT, "not JSON"), line("a", 7));
    assertThat(page()).contains(CORRECT).doesNotContain(RETRY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void write_missingLine_linksToTheRetryOnly(boolean sent) throws IOException {
    MembershipSnapshot update = MembershipSnapshot.of(UserProfile.ofCustomerId("u"));
    recorder.outcome(
        sent
            ? Unconfirmed.of(0, update, 1, Reason.NO_ANSWER, "broken")
            : NotSent.of(0, update, 0, Reason.DEADLINE, "late", null),
        line("a", 7));
    assertThat(page()).contains(RETRY).doesNotContain(CORRECT);
  }

  @Test
  void write_updatesOfNoFile_linkToNeither() throws IOException {
    recorder.outcome(rejected(Reason.NAME_CONFLICT, "taken"), Optional.empty());
    assertThat(page()).doesNotContain(CORRECT, RETRY);
  }

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

  @Test
  void write_nothingRecorded_saysSo() throws IOException {
    assertThat(page())
        .contains("Nothing: every update was accepted or unchanged.", "No request was sent.")
        .contains("<p>None.</p>");
  }

  @Test
  void write_hostileText_isEscaped() throws IOException {
    recorder.outcome(rejected(Reason.MALFORMED_INPUT, ATTACK), line(ATTACK, 1));
    assertThat(page(ATTACK, Map.of(ATTACK, ATTACK)))
        .doesNotContain("<script>alert", "<!--")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  /** The policy has the hash of each inline script and style, and allows nothing else. */
  @Test
  void write_policy_allowsOnlyTheScriptsAndTheStyleOfThePage() throws IOException {
    String page = page();
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .startsWith("default-src 'none'; ")
        .endsWith("; base-uri 'none'; form-action 'none'")
        .doesNotContain("unsafe", "http");
    Matcher inline = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL).matcher(page);
    int found = 0;
    while (inline.find()) {
      assertThat(policy.group(1)).contains(PageResource.hash(inline.group(2)));
      found++;
    }
    assertThat(found).isEqualTo(3);
    assertThat(page).doesNotContain(" style=\"", " onclick", " src=", "@import", "url(");
  }

  /** Five million users in 20 minutes, with an outcome each and 75 in a request. */
  @Test
  void write_fiveMillionUsers_isBelowTwoMegabytes() throws IOException {
    Rejected outcome = rejected(Reason.NO_IDENTIFIER, "the user has none");
    Optional<InputLine> origin = line("users.ndjson", 1);
    for (int request = 0; request < 66_667; request++) {
      for (int user = 0; user < 75; user++) {
        recorder.outcome(outcome, origin);
      }
      recorder.retryScheduled(
          new RetryScheduled(request, 2, Duration.ofMillis(request), Reason.SERVER_ERROR));
      recorder.requestsDelayed(new RequestsDelayed(TRACK, Duration.ofSeconds(5)));
      request(18, Optional.empty());
    }
    String page = page();
    assertThat(page)
        .hasSizeLessThan(2_000_000)
        .contains(
            "The first 20 events of each kind",
            "Wait for the rate limit</th><td class=\"number\">66,667</td>");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void advice_everyReason_statesWhatToDo(Reason reason) {
    assertThat(Advice.of(reason)).isNotBlank();
  }
}
