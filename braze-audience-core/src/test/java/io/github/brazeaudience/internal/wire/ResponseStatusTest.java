package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the mapping from the status of a response to a result. */
class ResponseStatusTest extends ResponseClassifierFixture {
  @ParameterizedTest
  @ValueSource(strings = {"", "\"message\":null,", "\"message\":5,", "\"message\":\"failure\","})
  void classify_400WithErrors_namesTheirObjectsWithAnyMessage(String message) {
    assertThat(read(400, "{" + message + "\"errors\":[{\"type\":\"t\",\"index\":1}]}"))
        .isEqualTo(new NamedRefusal(Map.of(1, List.of("t")), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{\"message\":\"Max Input Length Exceeded\"}|true",
        "413|{\"message\":\"Max Input Length Exceeded\"}|true",
        "400|{\"message\":\"Error: max input length exceeded.\",\"errors\":[\"x\"]}|true",
        "400|{\"message\":\"Bad Request\"}|false",
        "400|{\"message\":[\"Max Input Length Exceeded\"]}|false",
        "400|Max Input Length Exceeded|false",
        "413|{\"message\":\"Payload Too Large\"}|false",
      })
  void classify_refusalWithTheMessageForTooManyObjects_isTooLong(
      int status, String body, boolean tooLong) {
    assertThat(read(status, body)).isEqualTo(new WholeRefusal(status, tooLong));
  }

  @ParameterizedTest
  @CsvSource({"400", "413"})
  void classify_refusalWithoutNamedObjects_splitsTheBatch(int status) {
    assertThat(read(status, "")).isEqualTo(new WholeRefusal(status, false));
    assertThat(read(status, "<html>")).isEqualTo(new WholeRefusal(status, false));
    assertThat(read(status, "").reason()).isEqualTo(Reason.REQUEST_REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, UNAUTHORIZED",
    "301, ENDPOINT_REFUSED",
    "302, ENDPOINT_REFUSED",
    "304, ENDPOINT_REFUSED",
    "307, ENDPOINT_REFUSED",
    "308, ENDPOINT_REFUSED",
    "402, ENDPOINT_REFUSED",
    "404, ENDPOINT_REFUSED",
    "405, ENDPOINT_REFUSED",
    "409, ENDPOINT_REFUSED",
    "415, ENDPOINT_REFUSED",
    "423, ENDPOINT_REFUSED",
    "451, ENDPOINT_REFUSED"
  })
  void classify_refusalOfTheCall_stopsItWithStatusAndHost(int status, Reason reason) {
    assertThat(read(status, errors("{\"type\":\"t\",\"index\":0}")))
        .isInstanceOfSatisfying(
            FatalFailure.class,
            stop -> {
              assertThat(stop.reason()).isEqualTo(reason);
              assertThat(stop.mayHaveArrived()).isFalse();
              assertThat(stop.message()).contains(TrackResponses.HOST).contains(" " + status);
            });
  }

  /** Returns each status with an empty body, as in the contract's table. */
  static Stream<Arguments> statuses() {
    return IntStream.rangeClosed(100, 599)
        .mapToObj(
            status ->
                switch (status) {
                  case 400, 413 -> Arguments.of(status, "split", Reason.REQUEST_REFUSED, false);
                  case 401, 403 -> Arguments.of(status, "stop", Reason.UNAUTHORIZED, false);
                  case 408 -> Arguments.of(status, "retry", Reason.SERVER_ERROR, true);
                  case 429 -> Arguments.of(status, "retry", Reason.RATE_LIMITED, false);
                  default ->
                      switch (status / 100) {
                        case 1, 2 -> Arguments.of(status, "retry", Reason.UNREADABLE_ANSWER, true);
                        case 5 -> Arguments.of(status, "retry", Reason.SERVER_ERROR, true);
                        default -> Arguments.of(status, "stop", Reason.ENDPOINT_REFUSED, false);
                      };
                });
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void classify_everyStatus_matchesTheContract(
      int status, String then, Reason reason, boolean mayHaveArrived) {
    AttemptResult result = read(status, "");

    assertThat(result.reason()).isEqualTo(reason);
    assertThat(then(result)).isEqualTo(then);
    assertThat(mayHaveArrived(result)).isEqualTo(mayHaveArrived);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 99, 600, 999, 1000, Integer.MAX_VALUE})
  void classify_nonHttpStatus_isRetriedAndMayHaveArrived(int status) {
    AttemptResult result = read(status, "{\"message\":\"success\"}");

    assertThat(result.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(then(result)).isEqualTo("retry");
    assertThat(mayHaveArrived(result)).isTrue();
  }

  private static String then(AttemptResult result) {
    return result instanceof Failure
        ? "retry"
        : result instanceof FatalFailure
            ? "stop"
            : result instanceof WholeRefusal ? "split" : "done";
  }

  private static boolean mayHaveArrived(AttemptResult result) {
    return result instanceof Failure failure
        ? failure.mayHaveArrived()
        : result instanceof FatalFailure stop && stop.mayHaveArrived();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 501, 502, 503, 504, 520, 599})
  void classify_serverError_isRetriedAndMayHaveArrived(int status) {
    assertThat(read(status, "{\"message\":\"success\"}"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
              assertThat(failure.mayHaveArrived()).isTrue();
            });
  }

  @Test
  void classify_rateLimited_isRetriedHasNotArrivedAndHasTheHint() {
    AttemptResult result =
        ResponseClassifier.classify(
            TrackResponses.response(
                429, "{\"message\":\"Rate limited\"}", "x-ratelimit-retry-after", "7"),
            RequestContext.track(OBJECTS),
            TrackResponses.HOST,
            TrackResponses.NOW);

    assertThat(result)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
              assertThat(failure.mayHaveArrived()).isFalse();
              assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            });
  }
}
