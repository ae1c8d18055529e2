package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.UnattributedError;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the mapping from the bodies of responses to results, with the mistakes that others made in
 * it.
 */
class ResponseClassifierTest extends ResponseClassifierFixture {
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
}
