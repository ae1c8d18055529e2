package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.UnattributedError;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
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

/** Tests the mapping from responses to results, with the mistakes that others made in it. */
class ResponseClassifierTest {
  private static final int OBJECTS = 3;

  private static AttemptResult read(int status, String body) {
    return TrackResponses.read(status, body, OBJECTS);
  }

  private static String errors(String... errors) {
    return "{\"message\":\"success\",\"errors\":[" + String.join(",", errors) + "]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"message\":\"success\"}",
        "201|{\"message\":\"success\",\"attributes_processed\":3}",
        "201|{\"attributes_processed\":0,\"message\":\"success\",\"errors\":[]}",
        "202|{\"message\":\"queued\"}",
        "299| {\"message\" : \"success\" , \"more\":{\"errors\":[1,{}]}} ",
      })
  void classify_success_acceptsAll(int status, String body) {
    assertThat(read(status, body)).isEqualTo(new Delivered(Map.of(), false, List.of()));
    assertThat(read(status, body).reason()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html>503</html>",
        "null",
        "[]",
        "\"success\"",
        "{}",
        "{\"message\":\"failure\"}",
        "{\"message\":\"Success\"}",
        "{\"message\":\"success \"}",
        "{\"message\":null}",
        "{\"message\":[\"success\"]}",
        "{\"message\":\"success\"",
        "{\"message\":\"success\"} trailing",
        "{\"message\":\"success\"}{\"message\":\"success\"}",
        "{\"message\":\"success\",}",
        "{'message':'success'}",
        "{\"message\":\"success\",\"errors\":null}",
        "{\"message\":\"success\",\"errors\":{}}",
        "{\"message\":\"success\",\"errors\":\"none\"}",
        "{\"message\":\"success\",\"errors\":[],\"errors\":[]}",
        "{\"message\":\"failure\",\"message\":\"success\"}",
        "{\"message\":\"success\",\"errors\":[",
        "{\"success\":true}",
      })
  void classify_2xxWithoutSuccess_isUnreadableAndRetried(String body) {
    assertThat(read(201, body))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
              assertThat(failure.mayHaveArrived()).isTrue();
              assertThat(failure.retryAfter()).isNull();
            });
  }

  @Test
  void classify_tooDeeplyNested_isUnreadable() {
    String deep = "{\"message\":\"success\",\"x\":" + "[".repeat(100_000);
    assertThat(read(201, deep).reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(read(400, deep)).isEqualTo(new WholeRefusal(400, false));
  }

  @Test
  void classify_truncatedBody_isUnreadableOn2xxAndNamesNoUserOn400() {
    byte[] body = errors("{\"type\":\"t\",\"index\":0}").getBytes(StandardCharsets.UTF_8);

    assertThat(
            ResponseClassifier.classify(
                    TransportResponse.ofCutBody(201, Map.of(), body),
                    RequestContext.track(OBJECTS),
                    TrackResponses.HOST,
                    TrackResponses.NOW)
                .reason())
        .isEqualTo(Reason.UNREADABLE_ANSWER);
    assertThat(
            ResponseClassifier.classify(
                TransportResponse.ofCutBody(400, Map.of(), body),
                RequestContext.track(OBJECTS),
                TrackResponses.HOST,
                TrackResponses.NOW))
        .isEqualTo(new WholeRefusal(400, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"bad\",\"input_array\":\"attributes\",\"index\":2}",
        "{\"index\":2,\"type\":\"bad\"}",
        "{\"type\":\"bad\",\"index\":2,\"input_array\":null}",
        "{\"type\":\"bad\",\"index\":2,\"more\":{\"index\":0}}",
      })
  void classify_errorWithAValidIndex_namesOnlyThatObject(String error) {
    assertThat(read(201, errors(error)))
        .isEqualTo(new Delivered(Map.of(2, List.of("bad")), false, List.of()));
    assertThat(read(400, errors(error)))
        .isEqualTo(new NamedRefusal(Map.of(2, List.of("bad")), List.of()));
  }

  @Test
  void classify_severalErrors_eachObjectHasOnlyItsOwn() {
    AttemptResult result =
        read(
            400,
            errors(
                "{\"type\":\"a\",\"index\":0}",
                "{\"type\":\"b\",\"index\":2}",
                "{\"type\":\"c\",\"index\":0}"));

    assertThat(result)
        .isEqualTo(new NamedRefusal(Map.of(0, List.of("a", "c"), 2, List.of("b")), List.of()));
  }

  @ParameterizedTest
  @CsvSource({"events", "purchases"})
  void classify_errorOfAnotherArray_namesNoObject(String array) {
    String error = "{\"type\":\"t\",\"input_array\":\"" + array + "\",\"index\":1}";

    assertThat(read(201, errors(error)))
        .isEqualTo(new Delivered(Map.of(), false, List.of(new UnattributedError("t", array))));
    assertThat(read(201, errors(error)).reason()).isNull();
    assertThat(read(400, errors(error))).isEqualTo(new WholeRefusal(400, false));
  }

  /** The request was processed, but its status is not tracked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_group_id",
        "request_status_active_group_limit_exceeded",
        "request_status_group_full",
        "request_status_not_tracked"
      })
  void classify_trackingError_namesNoObject(String type) {
    Delivered accepted = new Delivered(Map.of(), false, List.of(new UnattributedError(type, null)));
    for (int status : new int[] {200, 201, 202, 299}) {
      assertThat(read(status, errors("{\"type\":\"" + type + "\"}"))).isEqualTo(accepted);
    }
    assertThat(read(201, errors("{\"index\":null,\"type\":\"" + type + "\",\"input_array\":null}")))
        .isEqualTo(accepted);
    assertThat(read(201, errors("\"" + type + "\""))).isEqualTo(accepted);
    assertThat(accepted.reason()).isNull();
    assertThat(read(201, errors("{\"type\":\"" + type + "\",\"index\":1}")))
        .isEqualTo(new Delivered(Map.of(1, List.of(type)), false, List.of()));
    assertThat(read(400, errors("{\"type\":\"" + type + "\"}")))
        .isEqualTo(new WholeRefusal(400, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"request_status_not_tracked\",\"index\":\"1\"}",
        "{\"type\":\"request_status_not_tracked\",\"index\":3}",
        "{\"type\":\"request_status_not_tracked \"}",
        "{\"type\":\"REQUEST_STATUS_NOT_TRACKED\"}",
        "{\"type\":\"request_status_unknown\"}",
        "\"request_status_not_tracked: full\"",
        "{\"type\":\"request_status_not_tracked\"},{\"type\":\"t\"}",
      })
  void classify_errorThatResemblesATrackingError_leavesAllObjectsUnconfirmed(String errors) {
    assertThat(read(201, errors(errors)))
        .isInstanceOfSatisfying(
            Delivered.class, delivered -> assertThat(delivered.unattributed()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"minor error message\"",
        "{\"type\":\"t\"}",
        "{\"type\":\"t\",\"index\":null}",
        "{\"type\":\"t\",\"index\":\"1\"}",
        "{\"type\":\"t\",\"index\":1.5}",
        "{\"type\":\"t\",\"index\":1.0}",
        "{\"type\":\"t\",\"index\":1e0}",
        "{\"type\":\"t\",\"index\":-1}",
        "{\"type\":\"t\",\"index\":3}",
        "{\"type\":\"t\",\"index\":4294967296}",
        "{\"type\":\"t\",\"index\":99999999999999999999999999}",
        "{\"type\":\"t\",\"index\":true}",
        "{\"type\":\"t\",\"index\":[1]}",
        "{\"type\":\"t\",\"index\":1,\"index\":2}",
        "{\"type\":\"t\",\"index\":1,\"input_array\":\"users\"}",
        "{\"type\":\"t\",\"index\":1,\"input_array\":7}",
        "{}",
        "null",
        "7",
        "[]",
        "[{\"type\":\"t\",\"index\":1}]",
      })
  void classify_unattributedError_leavesAllObjectsUnconfirmed(String error) {
    assertThat(read(201, errors(error)))
        .isInstanceOfSatisfying(
            Delivered.class,
            delivered -> {
              assertThat(delivered.named()).isEmpty();
              assertThat(delivered.unattributed()).isTrue();
              assertThat(delivered.others()).hasSize(1);
            });
    assertThat(read(201, errors(error)).reason()).isEqualTo(Reason.UNATTRIBUTED_ERROR);
    assertThat(read(400, errors(error))).isEqualTo(new WholeRefusal(400, false));
  }

  @Test
  void classify_namedAndUnattributedErrors_bothCount() {
    assertThat(read(201, errors("{\"type\":\"t\",\"index\":1}", "\"somebody\"")))
        .isEqualTo(
            new Delivered(
                Map.of(1, List.of("t")), true, List.of(new UnattributedError("somebody", null))));
  }

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
