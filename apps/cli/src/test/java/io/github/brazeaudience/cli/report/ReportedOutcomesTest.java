package io.github.brazeaudience.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes on the page of a report, by reason, with their lines. */
class ReportedOutcomesTest extends ReportPageFixture {
  private static final String CORRECT = "reading-a-run.md#correct-rejected-lines";
  private static final String RETRY = "reading-a-run.md#retrying-missing-updates";

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
}
