package io.github.brazeaudience.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Structure, safety and size of the page of a report. */
class ReportPageTest extends ReportPageFixture {
  private static final String ATTACK = "\"'><script>alert(1)</script><!--";

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
