package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of {@code GET /users/track/status}, and tracking errors of {@code /users/track}. */
class RequestStatusTest {
  private static final String PATH = "/users/track/status";
  private static final Instant NOW = Instant.parse("2026-09-23T18:58:57.123456Z");
  private static final String TIME = "2026-09-23T18:58:57.123Z";

  private Instant now = NOW;

  private FakeBraze started(UnaryOperator<FakeBrazeBuilder> settings) {
    return settings.apply(FakeBraze.builder().clock(() -> now)).start();
  }

  private FakeBraze started() {
    return started(builder -> builder);
  }

  /** Writes a user in a group, whose id is given as JSON. */
  private static HttpResponse<String> write(FakeBraze braze, String groupId) {
    HttpResponse<String> response =
        new TrackClient(braze)
            .post(
                "{\"group_id\":%s,\"attributes\":[{\"external_id\":\"u\",\"a\":true}]}"
                    .formatted(groupId));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TrackClient.json(response).get("message")).isEqualTo("success");
    assertThat(TrackClient.json(response).get("attributes_processed")).isEqualTo(1L);
    assertThat(braze.profile("u").orElseThrow().attribute("a")).hasValue(true);
    return response;
  }

  private static void tracked(FakeBraze braze, String groupId) {
    assertThat(TrackClient.json(write(braze, groupId)).containsKey("errors")).isFalse();
  }

  private static void untracked(FakeBraze braze, String groupId, String type) {
    assertThat(TrackClient.errors(write(braze, groupId))).isEqualTo(List.of(Map.of("type", type)));
  }

  private static List<?> results(FakeBraze braze, String groupId) {
    HttpResponse<String> response = new TrackClient(braze).get(PATH + "?group_id=" + groupId);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TrackClient.json(response).keySet()).isEqualTo(Set.of("results"));
    return (List<?>) TrackClient.json(response).get("results");
  }

  private static List<Map<String, Object>> state(
      String id, String status, long received, long done, String time) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("group_id", id);
    result.put("status", status);
    result.put("received", received);
    result.put("done", done);
    result.put("processing", received - done);
    result.put("final_completion_time", time);
    return List.of(result);
  }

  @Test
  void get_trackedRequests_returnsCompletedGroup() {
    try (FakeBraze braze = started()) {
      tracked(braze, "\"run-1\"");
      tracked(braze, "\"run-1\"");
      tracked(braze, "\"run-2\"");

      assertThat(results(braze, "run-1")).isEqualTo(state("run-1", "completed", 2, 2, TIME));
      assertThat(results(braze, "run-2")).isEqualTo(state("run-2", "completed", 1, 1, TIME));
      assertThat(results(braze, "run-3")).isEmpty();
    }
  }

  @Test
  void get_heldRequests_returnsProcessingUntilRelease() {
    try (FakeBraze braze = started()) {
      tracked(braze, "\"g\"");
      braze.holdProcessing();
      tracked(braze, "\"g\"");
      tracked(braze, "\"g\"");
      assertThat(results(braze, "g")).isEqualTo(state("g", "processing", 3, 1, null));

      now = NOW.plusSeconds(2);
      braze.releaseProcessing();
      assertThat(results(braze, "g"))
          .isEqualTo(state("g", "completed", 3, 3, "2026-09-23T18:58:59.123Z"));

      now = NOW.plusSeconds(3);
      braze.releaseProcessing();
      tracked(braze, "\"other\"");
      assertThat(results(braze, "g"))
          .isEqualTo(state("g", "completed", 3, 3, "2026-09-23T18:58:59.123Z"));
    }
  }

  @Test
  void get_heldAgainAfterCompletion_returnsProcessing() {
    try (FakeBraze braze = started()) {
      tracked(braze, "\"g\"");
      braze.holdProcessing();
      assertThat(results(braze, "g")).isEqualTo(state("g", "completed", 1, 1, TIME));

      tracked(braze, "\"g\"");

      assertThat(results(braze, "g")).isEqualTo(state("g", "processing", 2, 1, null));
    }
  }

  @Test
  void track_refusedRequest_isNotCounted() {
    try (FakeBraze braze = started()) {
      HttpResponse<String> refused =
          new TrackClient(braze).post("{\"group_id\":\"g\",\"attributes\":[{\"a\":1}]}");
      assertThat(refused.statusCode()).isEqualTo(400);
      braze.next(Fault.status(500));
      assertThat(new TrackClient(braze).post("{\"group_id\":\"g\"}").statusCode()).isEqualTo(500);

      assertThat(results(braze, "g")).isEmpty();
    }
  }

  @Test
  void track_partlyRejectedRequest_isCountedAndNamesTheUserOnly() {
    try (FakeBraze braze = started()) {
      HttpResponse<String> response =
          new TrackClient(braze)
              .post("{\"group_id\":\"g\",\"attributes\":[{\"external_id\":\"u\"},{\"a\":1}]}");

      assertThat(TrackClient.errors(response)).hasSize(1);
      assertThat(results(braze, "g")).isEqualTo(state("g", "completed", 1, 1, TIME));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"a b\"", "\"a/b\"", "\"\u00e4\"", "\"a\\n\"", "1", "null", "true", "[]"})
  void track_invalidGroupId_isProcessedWithAnUnindexedError(String groupId) {
    try (FakeBraze braze = started()) {
      untracked(braze, groupId, "invalid_group_id");
    }
  }

  @Test
  void track_groupIdOf128Characters_isValid() {
    String longest = "Az09._~-".repeat(16);
    try (FakeBraze braze = started()) {
      tracked(braze, "\"" + longest + "\"");
      untracked(braze, "\"" + longest + "x\"", "invalid_group_id");

      assertThat(results(braze, longest)).hasSize(1);
    }
  }

  @Test
  void track_fullGroup_isProcessedWithAnUnindexedError() {
    try (FakeBraze braze = started(builder -> builder.maxRequestsPerGroup(2))) {
      tracked(braze, "\"g\"");
      tracked(braze, "\"g\"");
      untracked(braze, "\"g\"", "request_status_group_full");
      tracked(braze, "\"h\"");

      assertThat(results(braze, "g")).isEqualTo(state("g", "completed", 2, 2, TIME));
    }
  }

  @Test
  void track_tooManyGroups_isProcessedWithAnUnindexedErrorUntilOneExpires() {
    try (FakeBraze braze = started(builder -> builder.maxActiveGroups(1))) {
      tracked(braze, "\"g\"");
      untracked(braze, "\"h\"", "request_status_active_group_limit_exceeded");
      tracked(braze, "\"g\"");
      assertThat(results(braze, "h")).isEmpty();

      now = NOW.plus(Duration.ofHours(24));
      tracked(braze, "\"h\"");
    }
  }

  @Test
  void get_24HoursAfterTheFirstRequest_returnsNothing() {
    try (FakeBraze braze = started()) {
      tracked(braze, "\"g\"");
      now = NOW.plus(Duration.ofHours(24)).minusNanos(1);
      tracked(braze, "\"g\"");
      assertThat(results(braze, "g")).hasSize(1);

      now = NOW.plus(Duration.ofHours(24));
      assertThat(results(braze, "g")).isEmpty();
      untracked(braze, "\"g\"", "request_status_not_tracked");
      assertThat(results(braze, "g")).isEmpty();
    }
  }

  @Test
  void requestStatus_off_isNotTrackedAndReturns403() {
    try (FakeBraze braze = started(builder -> builder.requestStatus(false))) {
      untracked(braze, "\"g\"", "request_status_not_tracked");
      untracked(braze, "1", "invalid_group_id");

      HttpResponse<String> response = new TrackClient(braze).get(PATH + "?group_id=g");

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body())
          .isEqualTo("{\"message\":\"API request status is not enabled for this app group.\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "?group_id",
        "?group_id=",
        "?group=g",
        "?group_id=a%20b",
        "?group_id=a+b",
        "?group_id=g&group_id=g",
      })
  void get_noOrInvalidGroupId_returns400(String query) {
    try (FakeBraze braze = started()) {
      HttpResponse<String> response = new TrackClient(braze).get(PATH + query);

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo("{\"message\":\"Invalid group_id\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"both, 200", "status, 200", "track, 403", "wrong, 401"})
  void get_eachKey_needsThePermission(String key, int status) {
    try (FakeBraze braze =
        started(
            builder ->
                builder
                    .restApiKey("both")
                    .restApiKey("track", Set.of("users.track"))
                    .restApiKey("status", Set.of("users.track.status")))) {
      HttpResponse<String> response = new TrackClient(braze).get(PATH + "?group_id=g", key);

      assertThat(response.statusCode()).isEqualTo(status);
      if (status == 403) {
        assertThat(response.body()).isEqualTo("{\"message\":\"Access Denied\"}");
      }
    }
  }

  @Test
  void get_over1500RequestsAMinute_returns429UntilTheNextMinute() {
    try (FakeBraze braze = started()) {
      TrackClient client = new TrackClient(braze);
      for (int i = 0; i < 1_500; i++) {
        assertThat(client.get(PATH + "?group_id=g").statusCode()).isEqualTo(200);
      }

      assertThat(client.get(PATH + "?group_id=g").statusCode()).isEqualTo(429);
      tracked(braze, "\"g\"");
      now = Instant.parse("2026-09-23T18:59:00Z");
      assertThat(client.get(PATH + "?group_id=g").statusCode()).isEqualTo(200);
    }
  }
}
