package io.github.brazeaudience.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizeLimitTest {
  /**
   * Results of requests: accepted (+), refused as too long (!), refused without a reason (-), and
   * then all parts accepted (?).
   */
  private static RequestSizeLimit after(int max, String results) {
    RequestSizeLimit limit = new RequestSizeLimit(max);
    if (!results.isEmpty()) {
      for (String result : results.split(" ", -1)) {
        record(limit, result.charAt(0), Integer.parseInt(result.substring(1)));
      }
    }
    return limit;
  }

  private static void record(RequestSizeLimit limit, char result, int size) {
    switch (result) {
      case '+' -> limit.onAccepted(size);
      case '!' -> limit.onTooLong(size);
      case '?' -> limit.onSuspected(size);
      case '-' -> limit.onRefused(size);
      default -> throw new IllegalArgumentException("no result " + result);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "75, '',                       75, 75",
    "75, +75,                      75, 75",
    "75, +1 +10,                   75, 75",
    "30, '',                       30, 30",
    // a refused size: the largest usual limit below it
    "75, !75,                      50, 50",
    "75, !75 !75 !50,              25, 25",
    "75, !75 !50 !25,              10, 10",
    "75, !75 !50 !25 !10,           5,  5",
    "75, !75 !50 !25 !10 !5,        1,  1",
    "30, !30,                      25, 25",
    " 5, !5,                        1,  1",
    "75, !75 +1,                   50, 50",
    "75, +1 !75,                   50, 50",
    "75, !75 +38,                  50, 50",
    // a test: one more than a round number, else a round number
    "75, !75 +50,                  50, 51",
    "75, !75 !50 +25,              25, 26",
    "75, !75 !50 !25 !10 +5,        5,  6",
    "75, !75 +50 +51,              51, 60",
    "75, !75 !50 +38,              38, 40",
    "75, !75 !50 !25 +24,          24, 24",
    "75, !75 +50 +51 !60 !55,      51, 53",
    "75, !75 !5 +2,                 2,  3",
    // adjacent sizes: no test
    "75, !75 +50 !51,              50, 50",
    "75, !75 !2 +1,                 1,  1",
    // a size above the refused one is accepted: the refusal had another reason
    "75, !75 +75,                  75, 75",
    "75, !75 +50 !51 +75,          75, 75",
    "75, !75 !50 !25 +10 !11 +11,  50, 50",
    // an accepted size is refused: the limit has fallen
    "75, +75 !75,                  50, 50",
    "75, !75 +50 !51 !50,          25, 25",
    // one object is not too long
    "75, !1,                       75, 75",
    "75, ?1,                       75, 75",
    // all parts of a refused request were accepted
    "75, ?75,                      50, 50",
    "75, +5 ?9,                      5,  6",
    "75, +75 ?75,                  75, 75",
    "75, +75 ?75 +75 ?75,          75, 75",
    "75, +75 ?75 +38 ?75,          50, 50",
    "75, +75 ?75 ?75,              50, 50",
  })
  void next_afterResults_isTheLimitOrATest(int max, String results, int current, int next) {
    RequestSizeLimit limit = after(max, results);

    assertThat(limit.current()).isEqualTo(current);
    assertThat(limit.next()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "75, '',              16",
    "75, +10,             16",
    "10, +10,             unlimited",
    "75, +75,             unlimited",
    // a refused size, until a smaller one is accepted
    "75, !75,              2",
    "75, !75 +10,          2",
    "75, !75 +10 !50 !25,  3",
    "75, -75,              2",
    "75, -75 +38,          2",
    "75, -75 +75,         unlimited",
    "75, +75 -75,         unlimited",
    // the range is narrowed, until the sizes are adjacent
    "75, !75 +50,          3",
    "75, !75 +50 !51,     unlimited",
    // one object: the message was about something else
    "75, !75 !50 +25 !1,  16",
    "75, +75 !75 !1,      16",
  })
  void maxInFlight_afterResults_isLowWhileTheLimitIsLearned(
      int max, String results, String expected) {
    assertThat(after(max, results).maxInFlight())
        .isEqualTo(expected.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(expected));
  }

  /** For example, requests that are full by their bytes. */
  @ParameterizedTest
  @CsvSource({"'', 16", "!75 +50 +51, 3"})
  void maxInFlight_manyResultsWithoutNews_isNoLongerLimited(String results, int before) {
    RequestSizeLimit limit = after(75, results);
    for (int i = 0; i < RequestSizeLimit.LEARNING_RESULTS; i++) {
      assertThat(limit.maxInFlight()).isEqualTo(before);
      limit.onAccepted(20);
    }
    assertThat(limit.maxInFlight()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void next_manyFullRequests_testsTheRefusedSizeOnce() {
    RequestSizeLimit limit = after(75, "!75 +50 !51");
    for (int i = 1; i < RequestSizeLimit.REQUESTS_UNTIL_TEST; i++) {
      assertThat(limit.next()).isEqualTo(50);
      limit.onAccepted(49);
      limit.onAccepted(50);
    }
    assertThat(limit.next()).isEqualTo(51);
    limit.onTest();
    assertThat(limit.next()).isEqualTo(50);
    limit.onTooLong(51);
    assertThat(limit.next()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"49, false", "50, false", "51, true", "59, true", "60, false", "75, false"})
  void isUndecided_betweenAcceptedAndRefused_isTrue(int size, boolean undecided) {
    assertThat(after(75, "!60 +50").isUndecided(size)).isEqualTo(undecided);
  }

  @Test
  void isUndecided_refusedSizeNextToTheAcceptedOne_isTrueBecauseItIsTestedAgain() {
    assertThat(after(75, "!51 +50").isUndecided(51)).isTrue();
    assertThat(after(75, "!51 +50").isUndecided(52)).isFalse();
  }

  /** A server with any limit and any maximum is learned from the sizes that the class proposes. */
  @Test
  void next_serverWithAnyLimit_findsItWithFewRefusals() {
    for (int max = 1; max <= 75; max++) {
      for (int real = 1; real <= 75; real++) {
        RequestSizeLimit limit = new RequestSizeLimit(max);
        int refused = 0;
        for (int request = 0; request < 60; request++) {
          int size = limit.next();
          assertThat(size).isBetween(1, max);
          if (size <= real) {
            limit.onAccepted(size);
          } else {
            limit.onTooLong(size);
            refused++;
          }
        }
        assertThat(limit.current()).as("%d of %d", real, max).isEqualTo(Math.min(real, max));
        assertThat(refused).as("%d of %d", real, max).isLessThanOrEqualTo(8);
      }
    }
  }
}
