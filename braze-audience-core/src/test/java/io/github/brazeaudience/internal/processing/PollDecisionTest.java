package io.github.brazeaudience.internal.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.processing.GroupStatus.Counted;
import io.github.brazeaudience.internal.processing.GroupStatus.Missing;
import io.github.brazeaudience.internal.processing.GroupStatus.None;
import io.github.brazeaudience.internal.processing.GroupStatus.Refused;
import io.github.brazeaudience.outcome.ProcessingStatus.Completed;
import io.github.brazeaudience.outcome.ProcessingStatus.InProgress;
import io.github.brazeaudience.outcome.ProcessingStatus.Unavailable;
import io.github.brazeaudience.outcome.ProcessingStatus.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollDecisionTest {
  /**
   * Responses: {@code done T R/D}: completed at T; {@code lags R/D of A}: completed, but counts R
   * of the A requests that were accepted; {@code busy R/D}; {@code missing N}; {@code none}; {@code
   * refused}.
   */
  @ParameterizedTest
  @CsvSource({
    // One group.
    "'done 7 3/3',                 1,   0, 600, completed 7",
    "'done 7 3/3',                 1, 600, 600, completed 7",
    "'busy 3/1',                   1,   0, 600, again 2",
    "'busy 3/1',                   9, 600, 600, in progress 3/1",
    "'busy 3/1',                   9, 601, 600, in progress 3/1",
    "'lags 2/2 of 3',              1,   0, 600, again 2",
    "'lags 2/2 of 3',              9, 600, 600, in progress 2/2",
    "'lags 4/4 of 3',              1,   0, 600, completed 1",
    "'missing 1',                  1,   0, 600, again 2",
    "'missing 1',                  1,   1,   1, unknown",
    "'missing 2',                  2,   2, 600, unknown",
    "none,                         1,   0, 600, again 2",
    "none,                         9, 600, 600, unavailable none",
    "refused,                      1,   0, 600, unavailable refused",
    // Several groups: completed when all are, at the latest time.
    "'done 7 3/3, done 9 1/1',     1,   0, 600, completed 9",
    "'done 9 3/3, done 7 1/1',     1,   0, 600, completed 9",
    "'done 7 3/3, busy 4/1',       1,   0, 600, again 2",
    "'done 7 3/3, busy 4/1',       9, 600, 600, in progress 7/4",
    "'done 7 3/3, missing 1',      1,   0, 600, again 2",
    "'done 7 3/3, missing 2',      2,   2, 600, unknown",
    "'done 7 3/3, missing 1',      9, 600, 600, unknown",
    "'done 7 3/3, none',           1,   0, 600, again 2",
    "'done 7 3/3, none',           9, 600, 600, unavailable none",
    "'missing 1, none',            9, 600, 600, unavailable none",
    "'busy 4/1, missing 2',        2,   2, 600, unknown",
    "'busy 4/1, refused',          2,   2, 600, unavailable refused",
    "'missing 2, refused',         2,   2, 600, unavailable refused",
    // The delay grows by half up to 15 s, and the last poll is 2 s before the timeout.
    "'busy 1/0',                   2,   2, 600, again 3",
    "'busy 1/0',                   3,   5, 600, again 4.5",
    "'busy 1/0',                   4,   9, 600, again 6.75",
    "'busy 1/0',                   5,  16, 600, again 10.125",
    "'busy 1/0',                   6,  26, 600, again 15",
    "'busy 1/0',                  99, 400, 600, again 15",
    "'busy 1/0',                  99, 590, 600, again 8",
    "'busy 1/0',                  99, 597, 600, again 1",
    "'busy 1/0',                  99, 598, 600, again 2",
    "'busy 1/0',                   1,   0,   1, again 1",
  })
  void of_statusesAndTime_endsOrPollsAgain(
      String statuses, int polls, long elapsed, long timeout, String expected) {
    PollDecision decision =
        PollDecision.of(
            Arrays.stream(statuses.split(", ")).map(PollDecisionTest::status).toList(),
            polls,
            Duration.ofSeconds(elapsed),
            Duration.ofSeconds(timeout));

    assertThat(text(decision)).isEqualTo(expected);
  }

  private static GroupStatus status(String text) {
    List<String> words = List.of(text.split("[ /]"));
    return switch (words.get(0)) {
      case "done" ->
          new Counted(at(words.get(1)), number(words, 2), number(words, 3), number(words, 2));
      case "lags" -> new Counted(at("1"), number(words, 1), number(words, 2), number(words, 4));
      case "busy" -> new Counted(null, number(words, 1), number(words, 2), number(words, 1));
      case "missing" -> new Missing((int) number(words, 1));
      case "none" -> new None(text);
      case "refused" -> new Refused(text);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static long number(List<String> words, int index) {
    return Long.parseLong(words.get(index));
  }

  private static Instant at(String second) {
    return Instant.ofEpochSecond(Long.parseLong(second));
  }

  private static String text(PollDecision decision) {
    if (decision instanceof PollDecision.Again again) {
      return "again " + String.valueOf(again.delay().toMillis() / 1e3).replaceFirst("\\.0$", "");
    }
    var status = ((PollDecision.Ended) decision).status();
    if (status instanceof Completed completed) {
      return "completed " + completed.at().getEpochSecond();
    }
    if (status instanceof InProgress progress) {
      return "in progress " + progress.received() + "/" + progress.done();
    }
    return status instanceof Unknown ? "unknown" : "unavailable " + ((Unavailable) status).why();
  }
}
