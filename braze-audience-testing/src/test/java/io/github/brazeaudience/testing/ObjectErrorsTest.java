package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.brazeaudience.testing.internal.ObjectChecks;
import io.github.brazeaudience.testing.internal.TrackEndpoint;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of a single object. */
class ObjectErrorsTest {
  private static final String GOOD = "{\"external_id\":\"good\",\"a\":\"b\"}";

  private final FakeBraze braze = FakeBraze.builder().appId("app-1").blocklistUser("dummy").start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  static Stream<Arguments> badObjects() {
    return Stream.of(
        arguments("{}", ObjectChecks.NO_IDENTIFIER),
        arguments("{\"a\":\"b\"}", ObjectChecks.NO_IDENTIFIER),
        arguments("{\"external_id\":null}", ObjectChecks.NO_IDENTIFIER),
        arguments("{\"external_id\":\"\"}", ObjectChecks.NO_IDENTIFIER),
        arguments("{\"email\":null}", ObjectChecks.NO_IDENTIFIER),
        arguments("1", "'attributes' must be an array of objects"),
        arguments("null", "'attributes' must be an array of objects"),
        arguments("[]", "'attributes' must be an array of objects"),
        arguments("{\"external_id\":\"u\",\"braze_id\":\"x\"}", ObjectChecks.SEVERAL_IDENTIFIERS),
        arguments(
            "{\"external_id\":\"u\",\"user_alias\":" + alias("n", "l") + "}",
            ObjectChecks.SEVERAL_IDENTIFIERS),
        arguments("{\"external_id\":7}", "'external_id' is not valid"),
        arguments("{\"external_id\":true}", "'external_id' is not valid"),
        arguments("{\"braze_id\":[]}", "'braze_id' is not valid"),
        arguments(
            "{\"external_id\":\"u\",\"_update_existing_only\":\"true\"}",
            "'_update_existing_only' is not valid"),
        arguments("{\"external_id\":\"u\",\"first_name\":1}", "'first_name' is not valid"),
        arguments("{\"external_id\":\"" + "x".repeat(988) + "\"}", "EXTERNAL_USER_ID_TOO_LARGE"),
        arguments("{\"external_id\":\"" + "é".repeat(494) + "\"}", "EXTERNAL_USER_ID_TOO_LARGE"),
        arguments("{\"external_id\":\"dummy\"}", "BLACKLISTED_EXTERNAL_USER_ID"),
        arguments("{\"user_alias\":\"x\"}", ObjectChecks.BAD_ALIAS),
        arguments("{\"user_alias\":{\"alias_name\":\"n\"}}", ObjectChecks.BAD_ALIAS),
        arguments("{\"user_alias\":" + alias("", "l") + "}", ObjectChecks.BAD_ALIAS),
        arguments("{\"user_alias\":" + alias("n", "") + "}", ObjectChecks.BAD_ALIAS),
        arguments("{\"user_alias\":" + alias("n".repeat(237), "l") + "}", ObjectChecks.BAD_ALIAS),
        arguments("{\"user_alias\":" + alias("n", "é".repeat(119)) + "}", ObjectChecks.BAD_ALIAS),
        arguments("{\"external_id\":\"u\",\"email\":\"\"}", "EMAIL_BAD_FORMAT"),
        arguments("{\"external_id\":\"u\",\"email\":\"u@\"}", "EMAIL_BAD_FORMAT"),
        arguments("{\"external_id\":\"u\",\"email\":7}", "EMAIL_BAD_FORMAT"),
        arguments("{\"email\":\"nobody\"}", "EMAIL_BAD_FORMAT"),
        arguments(
            "{\"external_id\":\"u\",\"email_subscribe\":\"yes\"}", "BAD_EMAIL_SUBSCRIPTION_STATE"),
        arguments("{\"external_id\":\"u\",\"push_subscribe\":1}", "BAD_PUSH_SUBSCRIPTION_STATE"),
        arguments(
            "{\"external_id\":\"u\",\"email_subscription_info\":{}}",
            "INVALID_ATTRIBUTE_EMAIL_SUBSCRIPTION_INFO"),
        arguments(
            "{\"external_id\":\"u\",\"subscription_groups\":{}}", "BAD_SUBSCRIPTION_GROUP_ARRAY"),
        arguments(tokens("{}"), "BAD_PUSH_TOKEN_VALUE"),
        arguments(tokens("[\"t\"]"), "BAD_PUSH_TOKEN_VALUE"),
        arguments(tokens("[{\"token\":\"t\"}]"), "BAD_PUSH_TOKEN_APP_ID"),
        arguments(tokens("[{\"app_id\":\"app-2\",\"token\":\"t\"}]"), "BAD_PUSH_TOKEN_APP_ID"),
        arguments(tokens("[{\"app_id\":\"app-1\"}]"), "BAD_PUSH_TOKEN_STRING"),
        arguments(tokens("[{\"app_id\":\"app-1\",\"token\":5}]"), "BAD_PUSH_TOKEN_STRING"),
        arguments(
            tokens("[{\"app_id\":\"app-1\",\"token\":\"t\",\"device_id\":\"1234567\"}]"),
            "BAD_DEVICE_ID"),
        arguments(
            "{\"push_token_import\":true,\"external_id\":\"u\",\"push_tokens\":[]}",
            "BAD_PUSH_TOKEN_IMPORT"),
        arguments("{\"push_token_import\":true}", "BAD_PUSH_TOKEN_IMPORT"));
  }

  private static String alias(String name, String label) {
    return "{\"alias_name\":\"%s\",\"alias_label\":\"%s\"}".formatted(name, label);
  }

  private static String tokens(String tokens) {
    return "{\"external_id\":\"u\",\"push_tokens\":" + tokens + "}";
  }

  @ParameterizedTest
  @MethodSource("badObjects")
  void post_aBadObjectBesideAGoodOne_isNamedByItsIndexAndTheGoodOneApplied(
      String bad, String type) {
    HttpResponse<String> response = client.attributes(GOOD, bad);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TrackClient.json(response).get("message")).isEqualTo("success");
    assertThat(TrackClient.json(response).get("attributes_processed")).isEqualTo(1L);
    assertThat(TrackClient.errors(response))
        .isEqualTo(List.of(Map.of("type", type, "input_array", "attributes", "index", 1L)));
    assertThat(braze.profiles()).hasSize(1);
    assertThat(braze.profile("good").orElseThrow().attribute("a")).hasValue("b");
  }

  @ParameterizedTest
  @MethodSource("badObjects")
  void post_onlyInvalidObject_returns400WithTheError(String bad, String type) {
    HttpResponse<String> response = client.attributes(bad);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TrackClient.json(response).get("message")).isEqualTo(TrackEndpoint.NO_VALID_DATA);
    assertThat(TrackClient.errors(response))
        .isEqualTo(List.of(Map.of("type", type, "input_array", "attributes", "index", 0L)));
    assertThat(braze.profiles()).isEmpty();
    assertThat(braze.dataPoints()).isZero();
  }

  static Stream<String> atTheLimits() {
    return Stream.of(
        "{\"external_id\":\"" + "x".repeat(987) + "\"}",
        "{\"external_id\":\" \"}",
        "{\"user_alias\":" + alias("n".repeat(236), "é".repeat(118)) + "}",
        "{\"external_id\":\"u\",\"email\":null}",
        "{\"external_id\":\"u\",\"email\":\"a.b+c@mail.example.com\"}",
        "{\"external_id\":\"u\",\"user_alias\":null}",
        tokens("[]"),
        tokens("[{\"app_id\":\"app-1\",\"token\":\"t\",\"device_id\":\"12345678\"}]"),
        "{\"push_token_import\":true,\"push_tokens\":[{\"app_id\":\"app-1\",\"token\":\"t\"}]}");
  }

  @ParameterizedTest
  @MethodSource("atTheLimits")
  void post_objectAtLimits_isAccepted(String object) {
    client.accepted(object);
  }

  @Test
  void post_severalInvalidObjects_reportsEachByIndex() {
    HttpResponse<String> response = client.attributes("{}", GOOD, "{\"email\":\"x\"}");

    assertThat(TrackClient.errors(response))
        .isEqualTo(
            List.of(
                Map.of(
                    "type", ObjectChecks.NO_IDENTIFIER, "input_array", "attributes", "index", 0L),
                Map.of("type", "EMAIL_BAD_FORMAT", "input_array", "attributes", "index", 2L)));
  }

  @Test
  void post_eventsAndInvalidObject_returnsSuccess() {
    HttpResponse<String> response =
        client.post("{\"attributes\":[{}],\"events\":[{\"external_id\":\"u\",\"name\":\"e\"}]}");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TrackClient.errors(response)).hasSize(1);
  }
}
